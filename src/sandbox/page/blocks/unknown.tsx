import type { Block } from '@slack/types';

/** A block the page does not draw: its words, so that nothing said is lost. */
export function UnknownBlock({ block }: { block: Block }) {
  const words = [...wordsIn(block)];
  return (
    <div class="block-unknown">
      <div class="hint">A “{block.type}” block, shown as plain text</div>
      {words.map((text, index) => (
        <div key={index}>{text}</div>
      ))}
    </div>
  );
}

/** Every text in a block, in order, however deep. */
function* wordsIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === 'string' && ['text', 'title', 'alt_text', 'fallback'].includes(key)) yield inner;
    else yield* wordsIn(inner);
  }
}
