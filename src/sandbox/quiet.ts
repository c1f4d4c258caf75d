/** An app that acked still works for a moment before it calls: quiet is only what stays quiet for this many looks. */
const QUIET_LOOKS = 6;
const LOOK_EVERY_MS = 5;

/** Resolves once nothing is under way and `seen`, a count of what happened, has stopped growing. */
export async function quiet(underWay: () => number, seen: () => number): Promise<void> {
  let count = -1;
  // Looks are counted, not milliseconds: on a stalled machine time passes in which nothing could have happened.
  for (let looks = 0; looks < QUIET_LOOKS; looks++) {
    if (underWay() > 0 || seen() !== count) looks = 0;
    count = seen();
    await new Promise((next) => setTimeout(next, LOOK_EVERY_MS));
  }
}
