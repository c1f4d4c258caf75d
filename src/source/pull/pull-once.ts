/** One pull of one source that is ours: ask, store, remember where to go on, and say when it is due again. */
import type { Database } from '../../db/connect.ts';
import { after, minutes } from '../../words/time.ts';
import { hear, type Stores } from '../hear.ts';
import { type OpenSource, type Pull, type Read, type SafeFetch, type SourceKind, Wait } from '../source.ts';
import type { SourceRow } from '../store.ts';
import { keepCursor, renewPull, settlePull } from '../store-pulls.ts';
import { failureOf, sentenceOf } from './pull-failure.ts';

export interface PullOptions {
  db: Database;
  /** The kinds that are known, by their names: those without `pull` are left alone. */
  kinds: ReadonlyMap<string, SourceKind>;
  /** Throws a sentence when its secrets cannot be opened. */
  open: (row: SourceRow) => OpenSource;
  stores: Stores;
  fetch: SafeFetch;
  now: () => Date;
  log: { warn: (detail: object, message: string) => void; error: (detail: object, message: string) => void };
  /** Unique among replicas. */
  owner: string;
  /** Hears how many mentions were stored, known already or unusable. */
  counted?: (outcome: 'accepted' | 'duplicate' | 'rejected', n: number) => void;
}

/** A killed replica's sources go on elsewhere after this. Milliseconds. */
export const LEASE = 30_000;
const RENEW_EVERY = 5_000;
/** One that is asked and has not finished by then has got stuck. */
const PULL_WITHIN = minutes(3);
const LONGEST_PAUSE = minutes(60);
/** Before a tool that asked us to wait is asked again, whatever it said. Milliseconds. */
const LEAST_WAIT = 1_000;

/** Why a run ends before the tool has. */
type End = 'stopped' | 'lost' | 'turn over' | 'stuck';

/** One source that is ours, from its cursor on; then says when it is due again. */
export async function pullOnce(row: SourceRow, options: PullOptions, stopping: AbortSignal): Promise<void> {
  const { db, kinds, now, owner } = options;
  const pull = kinds.get(row.kind)?.pull;
  if (!pull) return;
  let source: OpenSource;
  try {
    source = options.open(row);
  } catch (error) {
    const next = after(now(), pauseAfterFailure(row, LONGEST_PAUSE / 4));
    return settlePull(db, row.name, owner, { next, at: now(), error: sentenceOf(error, { secrets: {} }) });
  }

  const ending = new AbortController();
  let end: End | null = null;
  const endBecause = (why: End) => {
    end ??= why;
    ending.abort();
  };
  const onStop = () => endBecause('stopped');
  if (stopping.aborted) onStop();
  stopping.addEventListener('abort', onStop, { once: true });
  const turn = setTimeout(() => endBecause(pull.turn ? 'turn over' : 'stuck'), pull.turn ?? PULL_WITHIN);
  const renewing = setInterval(() => {
    renewPull(db, row.name, owner, after(now(), LEASE)).then(
      (isOurs) => isOurs || endBecause('lost'),
      (error) => options.log.warn({ err: error, source: row.name }, 'could not keep a lease'),
    );
  }, RENEW_EVERY);

  let failure: unknown = null;
  try {
    await pull.pull({
      source,
      cursor: row.cursor ?? null,
      fetch: options.fetch,
      now,
      signal: ending.signal,
      keep: (read, cursor) => keep(read, cursor, row.name, options, () => endBecause('lost')),
    });
  } catch (error) {
    failure = error;
  } finally {
    clearTimeout(turn);
    clearInterval(renewing);
    stopping.removeEventListener('abort', onStop);
  }
  await settle(row, source, pull, end, failure, options);
}

/**
 * Stores what was heard, then where to go on: what happens in between makes us ask for the same again, and hearing it
 * again changes nothing.
 */
async function keep(read: Read, cursor: unknown, name: string, options: PullOptions, lost: () => void): Promise<void> {
  const { db, stores, now, owner, counted } = options;
  try {
    if (read.heard.length > 0 || read.rejected.length > 0) {
      const tally = await hear(stores, name, read, now());
      counted?.('accepted', tally.accepted);
      counted?.('duplicate', tally.duplicates);
      counted?.('rejected', tally.rejected);
    }
    if (await keepCursor(db, name, owner, cursor)) return;
  } catch (error) {
    throw new NotStored('Firebreak could not store what it heard. It asks for it again.', { cause: error });
  }
  lost();
  throw new NotStored('It is pulled elsewhere now.');
}

/** Our own failure, not the tool's. */
class NotStored extends Error {}

async function settle(
  row: SourceRow,
  source: OpenSource,
  pull: Pull,
  end: End | null,
  failure: unknown,
  { db, now, owner, log }: PullOptions,
): Promise<void> {
  const at = now();
  const every = pull.every(source);
  const give = (next: Date, error?: string | null) =>
    settlePull(db, row.name, owner, { next, at, ...(error === undefined ? {} : { error }) });
  // Whoever goes on begins at once, with what was kept.
  if (end === 'stopped' || end === 'lost') return give(at);
  if (failure instanceof NotStored) {
    log.error({ err: failure.cause, source: row.name }, 'what a source said could not be stored');
    return give(after(at, Math.min(every, minutes(1))), failure.message);
  }
  if (failure instanceof Wait) return give(later(failure.until, after(at, LEAST_WAIT)), sentenceOf(failure, source));
  // The end of its turn is no failure of a stream, whatever it makes of it.
  const isFailed = end === 'stuck' || (failure !== null && end === null);
  if (!isFailed) return give(after(at, every), null);
  const why = end === 'stuck' ? 'It did not finish within 3 minutes.' : sentenceOf(failure, source);
  const pause = pauseAfterFailure(row, every);
  log.warn({ ...failureOf(failure), source: row.name, why, pause }, 'a source could not be pulled');
  return give(after(at, pause), why);
}

/**
 * Doubles with each failure from what is usual up to an hour. The pause before shows in when it was due after the last
 * failure; longer ones were waits that the tool asked for, or a person's pause. Milliseconds.
 */
function pauseAfterFailure({ lastError, lastErrorAt, nextPullAt }: SourceRow, every: number): number {
  const before = lastError && lastErrorAt && nextPullAt ? nextPullAt.getTime() - lastErrorAt.getTime() : 0;
  const doubled = before > LONGEST_PAUSE ? every : Math.max(every, 2 * before);
  return Math.min(doubled, Math.max(LONGEST_PAUSE, every));
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}
