/** Work that says where it may be interrupted, done without a pause: for what is short. */
export function atOnce<R>(work: Generator<void, R>): R {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
