/** What stands between `<` and `>` in mrkdwn: links, mentions, dates. */
import { decodeEntities } from './entities.ts';
import type { Inline } from './nodes.ts';
import { parsePlain } from './plain.ts';

/** The node of one control sequence (without its angle brackets), or null when it is none and must be shown as it is. */
export function controlOf(inside: string): Inline | null {
  const bar = inside.indexOf('|');
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? undefined : decodeEntities(inside.slice(bar + 1));
  const named = label ? { label } : {};
  if (/^@[UW][A-Z0-9]+$/.test(target)) return { type: 'user', id: target.slice(1), ...named };
  if (/^#[CGD][A-Z0-9]+$/.test(target)) return { type: 'channel', id: target.slice(1), ...named };
  if (target.startsWith('!')) return specialOf(target.slice(1), label);
  const url = safeUrl(decodeEntities(target));
  if (url)
    return { type: 'link', url, children: bar < 0 ? [{ type: 'text', text: url }] : parsePlain(inside.slice(bar + 1)) };
  // A link to somewhere unsafe keeps its words and loses its address.
  return /^[a-z][a-z0-9+.-]*:/i.test(target) ? { type: 'text', text: label ?? decodeEntities(target) } : null;
}

function specialOf(target: string, label: string | undefined): Inline | null {
  if (target === 'channel' || target === 'here' || target === 'everyone') return { type: 'broadcast', range: target };
  const group = /^subteam\^(S[A-Z0-9]+)$/.exec(target)?.[1];
  if (group) return { type: 'usergroup', id: group, ...(label ? { label } : {}) };
  const date = /^date\^(-?\d+)\^([^^]+)(?:\^(.+))?$/.exec(target);
  if (date?.[1] && date[2]) {
    const url = date[3] ? safeUrl(decodeEntities(date[3])) : null;
    const format = decodeEntities(date[2]);
    return { type: 'date', epoch: Number(date[1]), format, fallback: label ?? '', ...(url ? { url } : {}) };
  }
  return label ? { type: 'text', text: label } : null;
}

/** The address when it may be opened from the page (http, https, mailto), else null. */
export function safeUrl(address: string): string | null {
  return /^(?:https?:\/\/[^\s]+|mailto:[^\s]+)$/i.test(address) ? address : null;
}
