/** Blocks as Slack keeps them: every block has a `block_id` and every interactive element an `action_id`. */
import type { Block } from '@slack/types';
import { newSecret } from '../state/ids.ts';
import { isObject, type Loose } from './shapes.ts';

const INTERACTIVE = /button|overflow|select|picker|checkboxes|_input$/;

/** Slack's own made-up ids are five characters long. */
function shortId(): string {
  return newSecret(4).slice(0, 5);
}

export function withIds(blocks: readonly Block[]): Block[] {
  return blocks.map((block) => {
    const loose = block as Block & Loose;
    const drawn: Loose = { ...loose, block_id: loose.block_id ?? shortId() };
    if (isObject(loose.accessory)) drawn.accessory = withActionId(loose.accessory);
    if (isObject(loose.element)) drawn.element = withActionId(loose.element);
    if (Array.isArray(loose.elements)) {
      drawn.elements = loose.elements.map((element) => (isObject(element) ? withActionId(element) : element));
    }
    if (Array.isArray(loose.child_blocks)) drawn.child_blocks = withIds(loose.child_blocks as Block[]);
    return drawn as Loose & Block;
  });
}

function withActionId(element: Loose): Loose {
  if (!INTERACTIVE.test(String(element.type))) return element;
  return { ...element, action_id: element.action_id ?? shortId() };
}
