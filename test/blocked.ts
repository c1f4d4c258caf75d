/** How long work keeps everybody else waiting. */

/** Nobody waits longer for what comes from outside. Milliseconds. */
export const BLOCKED_AT_MOST = 100;

/** For a test of a limit on the clock, which others on the machine may break: the best of three counts. */
export const BY_THE_CLOCK = { retry: 2 };

/**
 * The longest stretch between two turns of the event loop while the work goes on. Milliseconds of the processor, not of
 * the clock, for other tests run beside this one; on a machine slower than the usual one, as many as the usual one
 * would need. The best of three tries: the first one compiles, and a collection of garbage may fall into any of them.
 */
export async function blockedBy(work: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 3 && least > BLOCKED_AT_MOST / 4; tries++) {
    const taken = await once(work);
    // What is far from every limit needs no measure.
    const slowness = taken < BLOCKED_AT_MOST / 2 ? 1 : Math.max(1, yardstick() / USUAL);
    least = Math.min(least, taken / slowness);
  }
  return least;
}

/** What the yardstick takes on the machine that the limits were set on. Milliseconds of the processor. */
const USUAL = 10;
const LINES = Array.from(
  { length: 1_000 },
  (_, n) => `Línea ${n}: my bag number ${n * 7} was lost again, nobody helps`,
);

/** Milliseconds of the processor for a fixed piece of work of the kind that is measured: text, taken apart and sorted. */
function yardstick(): number {
  const begun = process.cpuUsage();
  const words = LINES.flatMap(
    (line) =>
      line
        .normalize('NFKD')
        .toLowerCase()
        .match(/\p{L}+|\d+/gu) ?? [],
  );
  new Set(words.toSorted());
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

async function once(work: () => unknown): Promise<number> {
  let most = 0;
  let isOver = false;
  let last = process.cpuUsage();
  const look = () => {
    const { user, system } = process.cpuUsage(last);
    most = Math.max(most, (user + system) / 1000);
    last = process.cpuUsage();
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  await new Promise((resolve) => setImmediate(resolve));
  most = 0;
  await work();
  isOver = true;
  look();
  return most;
}

/** The seed again and again, up to a length in UTF-16 units. */
export function filled(seed: string, length: number): string {
  return seed.repeat(Math.ceil(length / seed.length)).slice(0, length);
}

/** Of accents on nothing, each to be sorted past all others. */
const MARKS = '\u0301\u0316';
/** What brings out the worst in whoever reads it again and again, by name. */
export const SEEDS: Record<string, string> = {
  ...{
    spaces: ' ',
    tabs: '\t',
    breaks: '\n',
    returns: '\r',
    letters: 'a',
    words: 'a ',
    digits: '1',
    'zero bytes': '\0',
  },
  ...{
    quotes: '"',
    commas: ',',
    brackets: '[',
    parentheses: '(',
    'signs of less': '<',
    tags: '<div>',
    ampersands: '&',
  },
  ...{ 'signs of at': '@', handles: 'a@', hashes: '#', dots: '.', dashes: '-', slashes: '/', backslashes: '\\' },
  ...{ marks: MARKS, 'halfwidth marks': '\uff9e\u0301', 'zero widths': '\u200b', 'smileys and halves': '😀\ud83d' },
  ...{
    'Chinese letters': '漢',
    'long ligatures': '\ufdfa',
    'Arabic letters': 'ب',
    links: 'http://a:',
    entities: '&lt;',
  },
};
