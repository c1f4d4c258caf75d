/** A `plain_text` object: nothing is parsed but emoji names and line breaks. */
import { emojiOf } from './emoji.ts';
import { decodeEntities } from './entities.ts';
import type { Inline } from './nodes.ts';

export function parsePlain(text: string): Inline[] {
  const found: Inline[] = [];
  for (const piece of text.split(/(\n|:[a-z0-9_+'-]+:)/)) {
    if (piece === '') continue;
    const name = piece.length > 2 && piece.startsWith(':') ? piece.slice(1, -1) : '';
    if (piece === '\n') found.push({ type: 'break' });
    else if (name && emojiOf(name)) found.push({ type: 'emoji', name });
    else found.push({ type: 'text', text: decodeEntities(piece) });
  }
  return found;
}
