/** What Slack takes as a modal or a home tab. Pure. Limits: https://docs.slack.dev/reference/views. */
import type { Block } from '@slack/types';
import { blockProblems } from './block-rules.ts';
import { fieldsOf } from './fields.ts';
import { anything, boolean, isObject, oneOf, shape, string } from './shapes.ts';
import { plain } from './texts.ts';

/** `view_too_large` above this. */
export const MAX_VIEW_BYTES = 250_000;

const shared = { private_metadata: string(3000, 0), callback_id: string(255, 0), external_id: string(255, 0) };

const modal = shape(
  { type: oneOf('modal'), title: plain(24), blocks: anything },
  {
    ...shared,
    submit: plain(24),
    close: plain(24),
    clear_on_close: boolean,
    notify_on_close: boolean,
    submit_disabled: boolean,
  },
);

const home = shape({ type: oneOf('home'), blocks: anything }, shared);

/** Everything wrong with `view`, in Slack's words. Empty when Slack would take it. */
export function viewProblems(view: unknown, kind: 'modal' | 'home'): string[] {
  const problems: string[] = [];
  const report = (pointer: string, why: string) => problems.push(`${why} [json-pointer:${pointer}]`);
  (kind === 'modal' ? modal : home)(view, '/view', report);
  if (!isObject(view)) return problems;
  problems.push(
    ...blockProblems(view.blocks, kind).map((problem) => problem.replace('json-pointer:', 'json-pointer:/view')),
  );
  if (kind === 'home' || !Array.isArray(view.blocks)) return problems;
  const blocks = view.blocks.filter(isObject);
  if (blocks.some((block) => block.type === 'input') && !view.submit) {
    report('/view', 'submit is required when an input block is within the blocks array');
  }
  const focused = fieldsOf(blocks as unknown as Block[]).filter(({ element }) => element.focus_on_load === true);
  if (focused.length > 1) report('/view/blocks', 'only one element may have focus_on_load');
  return problems;
}
