/**
 * The policy of a row. Rules are given it by whoever reads the row, in its transaction: nobody keeps one. There is one
 * for all so far; what brands will have of their own is found here, by the row.
 */
import type { Policy } from './words.ts';

declare module '../db/connect.ts' {
  interface House {
    /** For an alert, incident, page, storm or mention; null where there is no row yet. */
    policyOf: (row: object | null) => Policy;
  }
}

/** What firebreak.yml says now. */
export interface Policies {
  of: (row: object | null) => Policy;
  /** Whoever decides from now on is given this one. */
  replace: (policy: Policy) => void;
}

export function holdPolicies(first: Policy): Policies {
  let current = first;
  return {
    of: () => current,
    replace: (policy) => {
      current = policy;
    },
  };
}
