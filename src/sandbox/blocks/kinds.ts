/** Every kind of block Slack knows, and what it may hold. Pure. https://docs.slack.dev/reference/block-kit/blocks */
import { accessory, actionElement, button, contextAction, contextElement, inputElement } from './elements.ts';
import { richText, richTextElement, sourceLink, tableCell } from './rich-text.ts';
import {
  anything,
  atLeastOne,
  boolean,
  both,
  byType,
  exactlyOne,
  integer,
  list,
  oneOf,
  type Rule,
  shape,
  string,
  url,
} from './shapes.ts';
import { anyText, id, image, mrkdwn, plain } from './texts.ts';

/** `byType` has looked at it. */
const type = anything;

/** All markdown blocks of one payload together. */
export const MAX_MARKDOWN = 12_000;

const block_id = id;

const imageBlock = both(
  shape(
    { type, alt_text: string(2000) },
    { block_id, title: plain(2000), image_url: url, slack_file: shape({}, { id, url }) },
  ),
  exactlyOne('image_url', 'slack_file'),
);

const section = both(
  shape({ type }, { block_id, text: anyText(3000), fields: list(anyText(2000), 10), accessory, expand: boolean }),
  atLeastOne('text', 'fields'),
);

export const table = shape(
  { type, rows: list(list(tableCell, 20), 100) },
  {
    block_id,
    column_settings: list(shape({}, { align: oneOf('left', 'center', 'right'), is_wrapped: boolean }), 20, 0),
  },
);

export const card = both(
  shape(
    { type },
    {
      block_id,
      hero_image: image,
      icon: image,
      title: mrkdwn(150),
      subtitle: mrkdwn(150),
      body: mrkdwn(200),
      actions: list(button, 2),
    },
  ),
  atLeastOne('hero_image', 'title', 'actions', 'body'),
);

const task = shape(
  { type, task_id: id, title: string(2000), status: oneOf('pending', 'in_progress', 'complete', 'error') },
  { block_id, details: richText, output: richText, sources: list(sourceLink, 100) },
);

const simple: Record<string, Rule> = {
  actions: shape({ type, elements: list(actionElement, 25) }, { block_id }),
  context: shape({ type, elements: list(contextElement, 10) }, { block_id }),
  divider: shape({ type }, { block_id }),
  file: shape({ type, external_id: id, source: oneOf('remote') }, { block_id }),
  header: shape({ type, text: plain(150) }, { block_id, level: integer(1, 4) }),
  image: imageBlock,
  input: shape(
    { type, label: plain(2000), element: inputElement },
    { block_id, hint: plain(2000), optional: boolean, dispatch_action: boolean },
  ),
  rich_text: shape({ type, elements: list(richTextElement, 1000, 0) }, { block_id }),
  section,
  table,
  video: shape(
    { type, alt_text: string(2000), title: plain(199), video_url: url, thumbnail_url: url },
    {
      block_id,
      title_url: url,
      author_name: string(49),
      provider_name: string(100),
      provider_icon_url: url,
      description: plain(199),
    },
  ),
};

export const BLOCKS: Record<string, Rule> = {
  ...simple,
  alert: shape(
    { type, text: anyText(3000) },
    { block_id, level: oneOf('default', 'info', 'warning', 'error', 'success') },
  ),
  card,
  carousel: shape({ type, elements: list(byType({ card }), 10) }, { block_id }),
  container: shape(
    { type, child_blocks: list(byType(simple), 10) },
    {
      block_id,
      title: plain(150),
      rich_text_title: richText,
      subtitle: anyText(150),
      width: oneOf('narrow', 'standard', 'wide', 'full'),
      icon: image,
      is_collapsible: boolean,
      default_collapsed: boolean,
      has_header_divider: boolean,
    },
  ),
  context_actions: shape({ type, elements: list(contextAction, 5) }, { block_id }),
  data_table: shape(
    { type, rows: list(list(tableCell, 20), 101), caption: string(2000) },
    { block_id, page_size: integer(1, 100), row_header_column_index: integer(0, 19) },
  ),
  data_visualization: shape({ type }, { block_id, title: anything, chart: anything, data: anything }),
  markdown: shape({ type, text: string(MAX_MARKDOWN) }, { block_id }),
  plan: shape({ type, title: string(2000) }, { block_id, tasks: list(anything, 50, 0) }),
  task_card: task,
};
