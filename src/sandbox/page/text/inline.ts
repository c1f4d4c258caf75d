/** One run of mrkdwn, without quotes and fences: marks, code, emoji, bare links, line breaks. */
import { controlOf } from './control.ts';
import { emojiOf } from './emoji.ts';
import { decodeEntities } from './entities.ts';
import type { Inline } from './nodes.ts';

const MARKS: Record<string, 'bold' | 'italic' | 'strike'> = { '*': 'bold', _: 'italic', '~': 'strike' };
const WORD = /[\p{L}\p{N}]/u;
const BARE_URL = /https?:\/\/[^\s<>|`]+/y;
const EMOJI = /:([a-z0-9_+'-]+):/y;

/**
 * @param links whether bare URLs become links
 * @param open the marks this run already stands in; none may stand in itself
 */
export function inlineOf(source: string, links: boolean, open = ''): Inline[] {
  const found: Inline[] = [];
  // A mark that has no partner from here has none further on either: remembering it keeps long texts linear.
  const hopeless = new Set<string>();
  let text = '';
  const flush = () => {
    if (text) found.push({ type: 'text', text: decodeEntities(text) });
    text = '';
  };
  const add = (node: Inline) => {
    flush();
    found.push(node);
  };

  for (let at = 0; at < source.length; ) {
    const char = source.charAt(at);
    const next = tokenAt(source, at, links, open, hopeless);
    if (!next) {
      text += char;
      at += 1;
      if (char === '\n') hopeless.clear();
      continue;
    }
    add(next.node);
    at = next.end;
    if (next.node.type === 'break') hopeless.clear();
  }
  flush();
  return found;
}

interface Token {
  node: Inline;
  end: number;
}

function tokenAt(source: string, at: number, links: boolean, open: string, hopeless: Set<string>): Token | null {
  const char = source.charAt(at);
  if (char === '\n') return { node: { type: 'break' }, end: at + 1 };
  if (char === ':') return emojiAt(source, at);
  if (char === '<') return controlAt(source, at);
  if (char === '`') return codeAt(source, at);
  if (char === 'h' && links && !WORD.test(source.charAt(at - 1))) return bareLinkAt(source, at);
  const type = MARKS[char];
  if (!type || open.includes(char) || hopeless.has(char) || !opensAt(source, at)) return null;
  const close = closeOf(source, at, char);
  if (close < 0) {
    hopeless.add(char);
    return null;
  }
  return { node: { type, children: inlineOf(source.slice(at + 1, close), links, open + char) }, end: close + 1 };
}

function emojiAt(source: string, at: number): Token | null {
  EMOJI.lastIndex = at;
  const name = EMOJI.exec(source)?.[1];
  return name && emojiOf(name) ? { node: { type: 'emoji', name }, end: at + name.length + 2 } : null;
}

function controlAt(source: string, at: number): Token | null {
  const end = source.indexOf('>', at);
  const node = end < 0 ? null : controlOf(source.slice(at + 1, end));
  return node ? { node, end: end + 1 } : null;
}

function codeAt(source: string, at: number): Token | null {
  const end = source.indexOf('`', at + 1);
  const inside = source.slice(at + 1, end);
  if (end <= at + 1 || inside.includes('\n')) return null;
  const bare = inside.replace(/<([^<>|]*)(?:\|([^<>]*))?>/g, (_, target: string, label?: string) => label ?? target);
  return { node: { type: 'code', text: decodeEntities(bare) }, end: end + 1 };
}

function bareLinkAt(source: string, at: number): Token | null {
  BARE_URL.lastIndex = at;
  const url = BARE_URL.exec(source)?.[0].replace(/(?:[.,;:!?)\]}'"*_~]|&gt;|&lt;)+$/, '');
  if (!url || url.length < 'https://a'.length) return null;
  const address = decodeEntities(url);
  return {
    node: { type: 'link', url: address, children: [{ type: 'text', text: address }] },
    end: at + url.length,
  };
}

function opensAt(source: string, at: number): boolean {
  const after = source.charAt(at + 1);
  return !WORD.test(source.charAt(at - 1)) && after !== '' && !/\s/.test(after) && after !== source.charAt(at);
}

/** Where the mark opened at `at` closes on the same line, stepping over `<…>` and code; -1 when it does not. */
function closeOf(source: string, at: number, mark: string): number {
  for (let i = at + 1; i < source.length && source.charAt(i) !== '\n'; i += 1) {
    const char = source.charAt(i);
    const skip = char === '<' ? controlAt(source, i) : char === '`' ? codeAt(source, i) : null;
    if (skip) i = skip.end - 1;
    else if (char === mark && i > at + 1 && closesAt(source, i)) return i;
  }
  return -1;
}

function closesAt(source: string, at: number): boolean {
  return !/\s/.test(source.charAt(at - 1)) && !WORD.test(source.charAt(at + 1));
}
