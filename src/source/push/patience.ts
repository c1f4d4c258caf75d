/** It took longer than whoever asked can be kept waiting. What was begun may still be done. */
export class TooLong extends Error {
  override name = 'TooLong';
}

export interface Patience {
  /**
   * Rejects with `TooLong` once all that was waited for has taken longer, in sum, than was allowed. `signal` tells the
   * work that nobody waits for it any more.
   */
  waitFor: <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>;
}

/** `ms` for all that one request waits for on our side. What it does between is not counted. */
export function patienceOf(ms: number): Patience {
  let left = ms;
  return {
    waitFor: async (work) => {
      const begun = performance.now();
      const stop = new AbortController();
      let timer: NodeJS.Timeout | undefined;
      const tooLong = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          const why = new TooLong(`It took longer than ${ms} ms.`);
          stop.abort(why);
          reject(why);
        }, left);
      });
      try {
        return await Promise.race([work(stop.signal), tooLong]);
      } finally {
        clearTimeout(timer);
        left -= performance.now() - begun;
      }
    },
  };
}
