/** The database with all that the capabilities tell it, deciding by a policy of the tests. */
import { TOPICS } from '../src/alert/risk/topics.ts';
import { FORGETS, houseOf, worksOf } from '../src/capabilities.ts';
import type { Wanted } from '../src/clock/store-due.ts';
import { startTicker, type Ticker } from '../src/clock/ticker.ts';
import { connect as connectWith, type Database, type Where } from '../src/db/connect.ts';
import { holdPolicies } from '../src/policy/store.ts';
import type { Policy, SeverityPolicy } from '../src/policy/words.ts';
import { SEVERITIES } from '../src/words/severity.ts';

const numbers: SeverityPolicy = { acknowledge: 10, response: 120, update: 30, heartbeat: null, owners: [['UANA']] };

export const policy: Policy = {
  severities: { SEV1: numbers, SEV2: numbers, SEV3: numbers, SEV4: numbers },
  page: { answerWithin: 3, rounds: 5 },
  storm: { stories: 1_000, within: 10 },
  ownCard: 'SEV4',
  topics: TOPICS,
};
if (SEVERITIES.length !== Object.keys(policy.severities).length) throw new Error('a severity without numbers');

export const HOUSE = houseOf(holdPolicies(policy));

export function connect(where: Where, say?: (sentence: string) => void): Promise<Database> {
  return connectWith(where, HOUSE, say);
}

/** The same database, deciding by another policy. */
export function withPolicy(db: Database, other: Policy): Database {
  return { ...db, house: { ...db.house, policyOf: () => other } };
}

type TickerOptions = Parameters<typeof startTicker>[0];

/** The ticker with all that falls due and all that is forgotten. */
export function ticking(given: Omit<TickerOptions, 'works' | 'forgets'> & Pick<Wanted, 'counts'>): Ticker {
  return startTicker({ works: worksOf(given), forgets: FORGETS, ...given });
}
