/** Minutes as milliseconds. */
export function minutes(n: number): number {
  return n * 60_000;
}

/** `ms` after `at`. */
export function after(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms);
}
