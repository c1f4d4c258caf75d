/** Fewer weeks than this say nothing of what is usual. */
const ENOUGH_WEEKS = 2;

/**
 * What is usual in an hour of the week: the median of the same hour in the weeks before. Null while too few of them
 * are known.
 */
export function usualOf(sameHours: number[]): number | null {
  if (sameHours.length < ENOUGH_WEEKS) return null;
  const sorted = sameHours.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1] ?? 0, sorted[Math.floor(middle)] ?? 0];
  return (low + high) / 2;
}
