/** An app that acked still works for a moment before it calls: quiet is only what stays quiet this long (ms). */
const QUIET_MS = 30;
const LOOK_EVERY_MS = 5;

/** Resolves once nothing is under way and `seen`, a count of what happened, has stopped growing. */
export async function quiet(underWay: () => number, seen: () => number): Promise<void> {
  let count = -1;
  let since = performance.now();
  while (performance.now() - since < QUIET_MS) {
    if (underWay() > 0 || seen() !== count) since = performance.now();
    count = seen();
    await new Promise((next) => setTimeout(next, LOOK_EVERY_MS));
  }
}
