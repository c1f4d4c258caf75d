/** What a person sees of what was posted. */
import type { Message } from '../src/sandbox/protocol.ts';

/** The words a person reads in blocks, one piece per line. */
export function wordsIn(shown: unknown): string {
  if (Array.isArray(shown)) return shown.map(wordsIn).filter(Boolean).join('\n');
  if (typeof shown !== 'object' || shown === null) return '';
  return Object.entries(shown)
    .map(([key, value]) =>
      ['text', 'initial_value'].includes(key) && typeof value === 'string' ? value : wordsIn(value),
    )
    .filter(Boolean)
    .join('\n');
}

export function words(message: Message | undefined): string {
  return message ? wordsIn(message.blocks) || message.text : '';
}

/** The labels of all buttons of a message. */
export function buttons(message: Message | undefined): string[] {
  return (message?.blocks ?? []).flatMap((block) =>
    'elements' in block && block.type === 'actions' ? (block.elements as object[]).map((one) => labelOf(one)) : [],
  );
}

function labelOf(element: object): string {
  return 'text' in element ? wordsIn(element) : '…';
}

/** The latest message of a conversation that says this. */
export function saying(messages: Message[], text: string): Message | undefined {
  return messages.findLast((message) => words(message).includes(text));
}
