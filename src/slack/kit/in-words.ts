/** A message in its words alone, for when Slack does not take it in its form. */
import { cutEscaped, escaped, link, type MessageView, SECTION_LENGTH } from './text.ts';

/** Everything a person would read in it, line by line; of buttons those that lead somewhere. */
export function inWords({ text, blocks }: MessageView): MessageView {
  const lines = blocks.flatMap((block) => linesOf(block as Part)).filter(Boolean);
  // The spoken line first where the blocks do not say it: it names what it is about.
  const all = lines.some((line) => line.includes(text)) ? lines : [text, ...lines];
  return { text: cutEscaped(all.join('\n'), SECTION_LENGTH), blocks: [] };
}

interface Part {
  type?: string;
  text?: string | Part;
  url?: string;
  fields?: Part[];
  elements?: Part[];
  accessory?: Part;
}

function linesOf({ type, text, url, fields, elements, accessory }: Part): string[] {
  if (type === 'link') return [link(url ?? null, typeof text === 'string' && text ? text : (url ?? ''))];
  if (type?.startsWith('rich_text_')) return [(elements ?? []).flatMap(linesOf).join('')];
  if (type === 'button') return typeof text === 'object' && url ? [link(url, String(text.text ?? ''))] : [];
  // Somebody else's words and plain text are not mrkdwn yet.
  if (typeof text === 'string') return [type === 'mrkdwn' ? text : escaped(text)];
  const parts = [...(text ? [text] : []), ...(fields ?? []), ...(elements ?? []), ...(accessory ? [accessory] : [])];
  return parts.flatMap(linesOf);
}

const RING = /<!(channel|here|everyone)(\|[^>]*)?> ?/g;

/** Does it ring everybody in the channel? */
export function rings(view: MessageView): boolean {
  return JSON.stringify(view).search(RING) !== -1;
}

/** The same without ringing anybody but those it names. */
export function unrung(view: MessageView): MessageView {
  return JSON.parse(JSON.stringify(view).replace(RING, '')) as MessageView;
}
