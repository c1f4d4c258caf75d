/** The `markdown` block: ordinary Markdown (`**bold**`, `[label](url)`, `# heading`), not Slack's mrkdwn. */
import { safeUrl } from './control.ts';
import { emojiOf } from './emoji.ts';
import type { Inline } from './nodes.ts';

export type MarkdownPart =
  | { type: 'heading'; level: number; children: Inline[] }
  | { type: 'paragraph' | 'quote'; children: Inline[] }
  | { type: 'list'; isOrdered: boolean; items: Inline[][] }
  | { type: 'pre'; text: string }
  | { type: 'rule' };

export function parseMarkdown(text: string): MarkdownPart[] {
  const parts: MarkdownPart[] = [];
  for (const [index, piece] of text.split(/^```[^\n]*$/m).entries()) {
    if (index % 2 === 1) parts.push({ type: 'pre', text: piece.replace(/^\n|\n$/g, '') });
    else for (const chunk of piece.split(/\n{2,}/)) parts.push(...chunkParts(chunk));
  }
  return parts;
}

/** Lines between two blank lines: runs of the same kind of line make one part. */
function chunkParts(chunk: string): MarkdownPart[] {
  const parts: MarkdownPart[] = [];
  for (const line of chunk.split('\n')) {
    if (line.trim() === '') continue;
    const part = linePart(line);
    const last = parts.at(-1);
    if (last?.type === 'list' && part.type === 'list' && last.isOrdered === part.isOrdered)
      last.items.push(...part.items);
    else if ((last?.type === 'paragraph' || last?.type === 'quote') && last.type === part.type)
      last.children.push({ type: 'break' }, ...part.children);
    else parts.push(part);
  }
  return parts;
}

function linePart(line: string): MarkdownPart {
  const heading = /^(#{1,6})\s+(.*)$/.exec(line);
  if (heading) return { type: 'heading', level: heading[1]?.length ?? 1, children: markdownInline(heading[2] ?? '') };
  if (/^\s*(?:-{3,}|\*{3,}|_{3,})\s*$/.test(line)) return { type: 'rule' };
  const quote = /^>\s?(.*)$/.exec(line);
  if (quote) return { type: 'quote', children: markdownInline(quote[1] ?? '') };
  const item = /^\s*(?:[-*+]|(\d+)[.)])\s+(.*)$/.exec(line);
  if (item) return { type: 'list', isOrdered: item[1] !== undefined, items: [markdownInline(item[2] ?? '')] };
  return { type: 'paragraph', children: markdownInline(line) };
}

const TOKEN =
  /`([^`]+)`|\*\*(\S(?:.*?\S)?)\*\*|~~(\S(?:.*?\S)?)~~|(?<![\w*])[*_](\S(?:[^*_]*?\S)?)[*_](?![\w*])|\[([^\]]+)\]\(([^\s)]+)\)|(https?:\/\/[^\s<>]*[^\s<>.,;:!?)])|:([a-z0-9_+-]+):/g;

function markdownInline(text: string): Inline[] {
  const found: Inline[] = [];
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    const node = nodeOf(match);
    if (!node) continue;
    if (match.index > at) found.push({ type: 'text', text: text.slice(at, match.index) });
    found.push(node);
    at = match.index + match[0].length;
  }
  if (at < text.length) found.push({ type: 'text', text: text.slice(at) });
  return found;
}

function nodeOf(match: RegExpExecArray): Inline | null {
  const [, code, bold, strike, italic, label, address, bare, emoji] = match;
  if (code) return { type: 'code', text: code };
  if (bold) return { type: 'bold', children: markdownInline(bold) };
  if (strike) return { type: 'strike', children: markdownInline(strike) };
  if (italic) return { type: 'italic', children: markdownInline(italic) };
  const url = safeUrl(address ?? bare ?? '');
  if (url) return { type: 'link', url, children: label ? markdownInline(label) : [{ type: 'text', text: url }] };
  return emoji && emojiOf(emoji) ? { type: 'emoji', name: emoji } : null;
}
