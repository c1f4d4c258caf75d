/** What Slack lets stand in rich text, and in the cells of a table. Pure. */
import { anything, boolean, byType, integer, list, oneOf, shape, string, url } from './shapes.ts';
import { id } from './texts.ts';

/** `byType` has looked at it. */
const type = anything;

const style = shape({}, { bold: boolean, italic: boolean, strike: boolean, code: boolean, underline: boolean });

const styled = { style };

const inline = byType({
  text: shape({ type, text: string(12_000) }, styled),
  link: shape({ type, url: string(3000) }, { ...styled, text: string(3000, 0), unsafe: boolean }),
  emoji: shape({ type, name: string(100) }, { ...styled, unicode: anything, url: anything, skin_tone: anything }),
  user: shape({ type, user_id: id }, styled),
  usergroup: shape({ type, usergroup_id: id }, styled),
  channel: shape({ type, channel_id: id }, styled),
  team: shape({ type, team_id: id }, styled),
  color: shape({ type, value: string(30) }, styled),
  broadcast: shape({ type, range: oneOf('here', 'channel', 'everyone') }, styled),
  date: shape(
    { type, timestamp: integer(0, 9999999999), format: string(300) },
    { ...styled, url: string(3000), fallback: string(3000) },
  ),
});

export const section = shape({ type, elements: list(inline, 1000, 0) });

const border = { border: oneOf(0, 1) };

/** May stand in a rich_text block. */
export const richTextElement = byType({
  rich_text_section: section,
  rich_text_list: shape(
    { type, elements: list(byType({ rich_text_section: section }), 1000), style: oneOf('bullet', 'ordered') },
    { ...border, indent: integer(0, 8), offset: integer(0, 100_000) },
  ),
  rich_text_quote: shape({ type, elements: list(inline, 1000) }, border),
  rich_text_preformatted: shape({ type, elements: list(inline, 1000) }, { ...border, language: string(50) }),
});

export const richText = byType({
  rich_text: shape({ type, elements: list(richTextElement, 1000, 0) }, { block_id: id }),
});

export const tableCell = byType({
  raw_text: shape({ type, text: string(3000, 0) }),
  raw_number: shape({ type, value: anything, text: string(3000, 0) }),
  rich_text: shape({ type, elements: list(richTextElement, 1000, 0) }, { block_id: id }),
});

export const sourceLink = shape({ type: oneOf('url'), url, text: string(300) });
