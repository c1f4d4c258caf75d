/** Whether a message rings everyone: `@channel`, `@here` or `@everyone`, where Slack reads it as that. */
import { isObject } from './shapes.ts';

const EVERYONE = /<!(?:channel|here|everyone)(?:\|[^<>]*)?>/;

/** In the text, in a mrkdwn or markdown block, or as a broadcast in rich text. Plain text rings nobody. */
export function ringsEveryone({ text, blocks }: { text: string; blocks: readonly unknown[] }): boolean {
  return EVERYONE.test(text) || blocks.some(rings);
}

function rings(part: unknown): boolean {
  if (Array.isArray(part)) return part.some(rings);
  if (!isObject(part)) return false;
  if (part.type === 'broadcast') return true;
  if (['mrkdwn', 'markdown'].includes(String(part.type)) && EVERYONE.test(String(part.text))) return true;
  return Object.values(part).some(rings);
}
