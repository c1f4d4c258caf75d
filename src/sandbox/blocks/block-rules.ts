import { BLOCKS, MAX_MARKDOWN } from './kinds.ts';
import { anything, byType, characters, isObject, type Loose, list } from './shapes.ts';

export type Surface = 'message' | 'modal' | 'home';

const MAX_BLOCKS: Record<Surface, number> = { message: 50, modal: 100, home: 100 };

/** `msg_blocks_too_long` was seen between 11,300 and 13,300 characters; the exact rule is not published. */
export const MAX_MESSAGE_TEXT = 13_000;

export const type = anything;

const RICH = [
  'container',
  'context_actions',
  'data_table',
  'data_visualization',
  'file',
  'markdown',
  'plan',
  'table',
  'task_card',
];

const NOT_ON: Record<Surface, string[]> = {
  message: ['alert', 'file'],
  modal: ['card', 'carousel', ...RICH],
  home: ['alert', ...RICH],
};

/** Everything wrong with `blocks`, in Slack's words, each with a JSON pointer. Empty when Slack would take them. */
export function blockProblems(blocks: unknown, surface: Surface): string[] {
  const problems: string[] = [];
  const report = (pointer: string, why: string) => problems.push(`${why} [json-pointer:${pointer}]`);
  list(byType(BLOCKS), MAX_BLOCKS[surface], surface === 'home' ? 0 : 1)(blocks, '/blocks', report);
  if (!Array.isArray(blocks)) return problems;
  const known = blocks.filter(isObject);
  known.forEach((block, index) => {
    const at = `/blocks/${index}`;
    if (NOT_ON[surface].includes(String(block.type))) report(at, `${block.type} is not supported in a ${surface}`);
    if (surface !== 'modal' && isObject(block.element) && block.element.type === 'file_input') {
      report(`${at}/element`, `file_input is not supported in a ${surface}`);
    }
  });
  for (const one of repeated(known.map((block) => block.block_id)))
    report('/blocks', `block_id "${one}" already exists`);
  known.forEach((block, index) => {
    // Unique within its block: the same button in every row of a list is fine.
    for (const one of repeated(actionIds(block))) report(`/blocks/${index}`, `action_id "${one}" already exists`);
  });
  atMost(known, ['table', 'data_table'], 1, report);
  atMost(known, ['data_visualization'], 2, report);
  if (markdownLength(known) > MAX_MARKDOWN)
    report('/blocks', `markdown must be less than ${MAX_MARKDOWN + 1} characters`);
  return problems;
}

function repeated(ids: unknown[]): unknown[] {
  const given = ids.filter((one) => one !== undefined);
  return [...new Set(given.filter((one, index) => given.indexOf(one) !== index))];
}

function actionIds({ elements, accessory, element }: Loose): unknown[] {
  const all = Array.isArray(elements) ? elements : [accessory, element];
  return all.filter(isObject).map((one) => one.action_id);
}

function atMost(blocks: Loose[], types: string[], max: number, report: (pointer: string, why: string) => void): void {
  const count = blocks.filter((block) => types.includes(String(block.type))).length;
  if (count > max) report('/blocks', `no more than ${max} ${types.join(' or ')} allowed`);
}

function markdownLength(blocks: Loose[]): number {
  const texts = blocks.filter((block) => block.type === 'markdown').map((block) => String(block.text));
  return texts.reduce((sum, text) => sum + characters(text), 0);
}

const COUNTED = ['text', 'alt_text', 'title'];

/** Characters a person would read in `value`: what Slack adds up before it says `msg_blocks_too_long`. */
export function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + textLength(item), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce((sum, [name, field]) => {
    if (typeof field === 'string') return sum + (COUNTED.includes(name) ? characters(field) : 0);
    return sum + textLength(field);
  }, 0);
}
