/** Ratios of two things measured in turn: the machine's mood of the moment hits both alike. */

/** As `npm test` runs it: a few seconds, by which it is known that it runs and measures what it says. */
export const IS_SMALL = process.env.BENCH === 'small';

/** A size, and what it is in the small run. */
export const sized = (full: number, small: number): number => (IS_SMALL ? small : full);

export function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5);
}

/** The value that a share `q` of them does not exceed. */
export function quantile(numbers: readonly number[], q: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

/** `A B A B …`: what each contender measured, round by round. A first round that warms everything up is thrown away. */
export async function inTurn<Name extends string, Result>(
  rounds: number,
  contenders: Record<Name, (round: number) => Promise<Result>>,
): Promise<Record<Name, Result[]>> {
  const names = Object.keys(contenders) as Name[];
  const results = Object.fromEntries(names.map((name): [Name, Result[]] => [name, []])) as Record<Name, Result[]>;
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const result = await contenders[name](round);
      if (round > 0) results[name].push(result);
    }
  }
  return results;
}

/** Milliseconds that something took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

export type Row = Record<string, string | number>;

/** A short table with its target above and the verdict at the end of each row. Throws where a figure is missing. */
export function report(title: string, target: string, table: Row[]): void {
  const missing = table
    .flatMap(Object.entries)
    .filter(([, cell]) => typeof cell === 'number' && !Number.isFinite(cell));
  if (table.length === 0 || missing.length > 0)
    throw new Error(`${title}: nothing was measured for ${missing.join() || 'it'}.`);
  const heads = Object.keys(table[0] ?? {});
  const lines = [heads, ...table.map((row) => heads.map((head) => shown(row[head])))];
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const drawn = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  console.log(['', title, `target: ${target}`, ...drawn, ''].join('\n'));
}

export function verdict(isMet: boolean): string {
  return isMet ? 'met' : 'MISSED';
}

function shown(cell: string | number | undefined): string {
  if (typeof cell !== 'number') return cell ?? '';
  return Math.abs(cell) >= 100 ? Math.round(cell).toLocaleString('en') : cell.toFixed(2);
}
