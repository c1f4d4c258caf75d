/**
 * Slack's mrkdwn as a tree. Entities are decoded only when a text leaf is made, after all control sequences were
 * recognised in the raw string: escaped text (`&lt;!channel&gt;`) can therefore never become a mention.
 */
import { decodeEntities } from './entities.ts';
import { inlineOf } from './inline.ts';
import type { Inline } from './nodes.ts';

export type MrkdwnPart =
  | { type: 'paragraph'; children: Inline[] }
  | { type: 'quote'; children: Inline[] }
  | { type: 'pre'; text: string };

/** @param verbatim as in Slack's text object: when true, bare URLs stay plain text */
export function parseMrkdwn(text: string, verbatim = false): MrkdwnPart[] {
  return fences(text).flatMap((piece): MrkdwnPart[] =>
    piece.isCode ? [{ type: 'pre', text: literal(piece.text) }] : paragraphs(piece.text, verbatim),
  );
}

function fences(text: string): { isCode: boolean; text: string }[] {
  const pieces = text.split('```');
  // A fence that never closes is three ordinary backticks.
  if (pieces.length % 2 === 0) pieces.push(`${pieces.splice(-2).join('```')}`);
  return pieces.map((piece, index) => ({ isCode: index % 2 === 1, text: piece })).filter((piece) => piece.text !== '');
}

/** Code shows control sequences by their label or address, never as links or mentions. */
function literal(text: string): string {
  const bare = text.replace(/<([^<>|]*)(?:\|([^<>]*))?>/g, (_, target: string, label?: string) => label ?? target);
  return decodeEntities(bare).replace(/^\n|\n$/g, '');
}

function paragraphs(text: string, verbatim: boolean): MrkdwnPart[] {
  const parts: { type: 'paragraph' | 'quote'; lines: string[] }[] = [];
  let quotesTheRest = false;
  for (const line of text.replace(/^\n|\n$/g, '').split('\n')) {
    const rest = /^(?:>>>|&gt;&gt;&gt;) ?/.exec(line);
    const quote = quotesTheRest ? null : (rest ?? /^(?:>|&gt;) ?/.exec(line));
    quotesTheRest ||= rest !== null;
    const type = quotesTheRest || quote ? 'quote' : 'paragraph';
    const last = parts.at(-1);
    const content = quote ? line.slice(quote[0].length) : line;
    if (last?.type === type) last.lines.push(content);
    else parts.push({ type, lines: [content] });
  }
  return parts.map(({ type, lines }) => ({
    type,
    children: inlineOf(lines.join('\n'), !verbatim),
  }));
}
