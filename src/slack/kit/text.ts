/** How words get onto a card. Posts and names are hostile until they have been through here. */
import type { ContextBlock, KnownBlock, PlainTextElement, RichTextBlock, SectionBlock } from '@slack/types';
import type { PersonId } from '../../words/people.ts';

/** A message to send: blocks, and the words for notifications and screen readers. */
export interface MessageView {
  text: string;
  blocks: KnownBlock[];
}

/** Slack refuses longer texts in a section. */
export const SECTION_LENGTH = 3_000;

/** Direction overrides, zero-width characters and other invisible controls: they make text look like other text. */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g;

/** Without invisible characters. For places that show text as it is: `plain_text` and the inside of `rich_text`. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, '');
}

/** Cut to at most `most` code points, marking the cut. */
export function cut(text: string, most: number): string {
  const points = [...text];
  return points.length <= most ? text : `${points.slice(0, Math.max(0, most - 1)).join('')}…`;
}

/** For mrkdwn: Slack's three control characters. Nothing in it can mention, link or call a channel. */
export function escaped(text: string): string {
  return visible(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** Slack has no escape for these, so look-alikes stand in. */
const LOOKALIKES: Record<string, string> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ʹ', ':': '꞉' };

/**
 * Somebody else's words inside a sentence of ours, in mrkdwn: cannot mention, link, format or show an emoji, on one
 * line, at most `most` code points before escaping.
 */
export function quoted(text: string, most = 150): string {
  const line = visible(text).replace(/\s+/g, ' ').trim();
  const shown = cut(line, most).replace(/[*_~`]|:(?=[a-z0-9_+-]+:)/gi, (sign) => LOOKALIKES[sign] ?? sign);
  return escaped(shown);
}

/** A colleague's words, in mrkdwn: the people and channels they name stay links, everything else is escaped. */
export function spoken(text: string, most = 2_000): string {
  const safe = escaped(cut(text.trim(), most));
  return safe.replace(/&lt;(@[UW][A-Z0-9]+|#[CG][A-Z0-9]+)(\|[^&<>]*)?&gt;/g, '<$1>');
}

/** Cut an escaped text without leaving half an entity behind. Counts code points as Slack does: after escaping. */
export function cutEscaped(text: string, most: number): string {
  const points = [...text];
  if (points.length <= most) return text;
  return `${points
    .slice(0, most - 1)
    .join('')
    .replace(/(&[a-z]{0,3}|<[^<>]*)$/, '')}…`;
}

/** `<url|label>` for http and https; the bare label for anything else. */
export function link(url: string | null, label: string): string {
  const said = escaped(label).replace(/\|/g, '¦');
  if (url === null || !/^https?:\/\//i.test(url)) return said;
  const safe = url
    .replace(/[|<>\s]/g, encodeURIComponent)
    .replace(INVISIBLE, encodeURIComponent)
    .replace(/&/g, '&amp;');
  return safe.length > SECTION_LENGTH / 2 ? said : `<${safe}|${said}>`;
}

export function person(id: PersonId): string {
  return `<@${id}>`;
}

/** A moment in the reader's own time zone: "today at 14:05". The fallback is UTC. */
export function moment(at: Date | string): string {
  const date = typeof at === 'string' ? new Date(at) : at;
  const fallback = `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!date^${Math.floor(date.getTime() / 1000)}^{date_short_pretty} at {time}|${fallback}>`;
}

/** The same without its day, for what lies within a few hours: "14:05". */
export function timeOf(at: Date): string {
  return `<!date^${Math.floor(at.getTime() / 1000)}^{time}|${at.toISOString().slice(11, 16)} UTC>`;
}

/** "2 h 05 min", "12 min", "under a minute". Never negative. */
export function duration(ms: number): string {
  const total = Math.round(Math.abs(ms) / 60_000);
  if (total < 1) return 'under a minute';
  const hours = Math.floor(total / 60);
  const left = total % 60;
  if (hours === 0) return `${left} min`;
  if (hours >= 48) return `${Math.round(hours / 24)} days`;
  return left === 0 ? `${hours} h` : `${hours} h ${String(left).padStart(2, '0')} min`;
}

export function plain(text: string, most: number): PlainTextElement {
  return { type: 'plain_text', text: cut(visible(text), most), emoji: true };
}

/**
 * mrkdwn that is ours; other people's words in it have been through `quoted` or `escaped`. Slack refuses a whole message
 * for one empty text, and words of invisible characters leave nothing.
 */
export function section(text: string): SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: cutEscaped(text, SECTION_LENGTH) || '…', verbatim: true } };
}

export function context(...texts: string[]): ContextBlock {
  return {
    type: 'context',
    elements: texts.map((text) => ({ type: 'mrkdwn', text: cutEscaped(text, 2_000), verbatim: true })),
  };
}

/** Somebody's post in a quote that Slack never parses. */
export function quote(text: string, most: number): RichTextBlock {
  const said = cut(visible(text).trim(), most) || ' ';
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_quote', elements: [{ type: 'text', text: said }] }],
  };
}

/** "1 mention", "12 mentions". */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;
}

/** Under a list that was cut: how many are left out. Nothing when none is. `hint` says how to get to them. */
export function moreThan(shown: number, total: number, hint = ''): ContextBlock[] {
  const hidden = total - shown;
  if (hidden <= 0) return [];
  const are = hidden === 1 ? 'is' : 'are';
  return [context(`${hidden.toLocaleString('en-US')} more ${are} not shown.${hint ? ` ${hint}` : ''}`)];
}

/** How many words a reader of these blocks sees; what buttons say is not counted. */
export function wordsIn(shown: unknown): number {
  if (Array.isArray(shown)) return shown.reduce((sum: number, one) => sum + wordsIn(one), 0);
  if (typeof shown !== 'object' || shown === null || ('type' in shown && shown.type === 'actions')) return 0;
  return Object.entries(shown).reduce((sum, [key, value]) => {
    if (key === 'accessory') return sum;
    return sum + (key === 'text' && typeof value === 'string' ? wordsOf(value) : wordsIn(value));
  }, 0);
}

/** The words of one text. A moment is read as three, a name as two. */
export function wordsOf(mrkdwn: string): number {
  const read = mrkdwn
    .replace(/<!date\^\d+\^([^|>]*)\|[^>]*>/g, (_, form: string) => (form === '{time}' ? '14:05' : 'today at 14:05'))
    .replace(/<@\w+>/g, 'Ana Ruiz')
    .replace(/<[^|>]*\|([^>]*)>/g, '$1');
  return read.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** Its first words, as `wordsOf` counts them, at most `most`; a cut is marked. */
export function firstWords(text: string, most: number): string {
  const words = text.trim().split(/\s+/);
  let left = most;
  const end = words.findIndex((word) => {
    left -= wordsOf(word);
    return left < 0;
  });
  return end < 0 ? text : `${words.slice(0, end).join(' ')}…`;
}
