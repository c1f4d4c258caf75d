/** Do what is due, row by row, so that none of them keeps the others waiting. */

import { type SQL, sql } from 'drizzle-orm';
import { incidents } from '../act/incident/table.ts';
import { pages } from '../act/page/table.ts';
import { alerts } from '../alert/card/table.ts';
import { type Database, ping, rows, type Tx } from '../db/connect.ts';
import { isOfTheData } from '../db/fault.ts';
import { anyOf } from '../db/json-rows.ts';
import { change } from '../db/record.ts';
import { sources } from '../source/table.ts';
import { allow, type Consequences, type Decision, refuse } from '../words/decision.ts';
import { decidedAgain, type Kind, moveAway, type Stuck } from './store-undecided.ts';

/** Rows taken in one transaction: few enough that no lock is held for long. */
const AT_ONCE = 100;

const PLACES = {
  alert: { table: alerts, id: alerts.id },
  incident: { table: incidents, id: incidents.id },
  page: { table: pages, id: pages.id },
  source: { table: sources, id: sources.name },
  'failing source': { table: sources, id: sources.name },
} satisfies Partial<Record<Kind, object>>;

/** A kind of rows about which something falls due. */
export interface Look<Row, State> {
  kind: keyof typeof PLACES;
  isDue: SQL;
  /** Those of them that no other replica is looking at, locked. */
  take: (tx: Tx, which: SQL, most: number) => Promise<Row[]>;
  idOf: (row: Row) => string | number;
  rule: (row: Row) => Decision<State>;
  save: (tx: Tx, state: State) => Promise<void>;
}

export interface Log {
  error: (detail: object, message: string) => void;
}

/** What a work is given. */
export interface Wanted {
  db: Database;
  log: Log;
  /** What was heard in this process and is not written yet. */
  counts?: { flush: () => Promise<void> };
}

/** What became of some rows. */
interface Done {
  taken: number;
  decided: number;
}

/**
 * Decide and save all that is due, a hundred at a time. What cannot be decided, read or saved moves out of the way.
 * Answers how many rows were decided. Throws when the database failed about some, after the rest was done.
 */
export async function doWhatIsDue<Row, State>(
  db: Database,
  look: Look<Row, State>,
  at: Date,
  log: Log,
): Promise<number> {
  let total = 0;
  /** Due, and passed over: another replica has them, or the database failed. */
  const passedOver: string[] = [];
  const failures: unknown[] = [];
  for (;;) {
    const { taken, decided } = await together(db, look, passedOver, at, log).catch(async (error: unknown) => {
      // Throws when the database is away.
      await ping(db);
      log.error({ err: error, kind: look.kind }, 'what is due could not be saved together; it is saved one by one');
      return oneByOne(db, look, passedOver, failures, at, log);
    });
    total += decided;
    if (taken < AT_ONCE) break;
  }
  if (failures.length > 0) throw failures[0];
  return total;
}

/** In one transaction, with all that follows from them. */
async function together<Row, State>(
  db: Database,
  look: Look<Row, State>,
  passedOver: string[],
  at: Date,
  log: Log,
): Promise<Done> {
  const done = await change<Done>(db, at, null, async (tx) => {
    const due = await look.take(tx, all(look, passedOver), AT_ONCE);
    const stuck: Stuck[] = [];
    const decided: string[] = [];
    const then: Required<Consequences> = { events: [], owed: [], pages: [] };
    for (const row of due) {
      const id = String(look.idOf(row));
      let decision: Allowed<State>;
      try {
        decision = decide(look, row);
      } catch (error) {
        log.error({ err: error, kind: look.kind, id }, CANNOT);
        stuck.push({ id, error });
        continue;
      }
      await look.save(tx, decision.state);
      decided.push(id);
      then.events.push(...decision.events);
      then.owed.push(...decision.owed);
      then.pages.push(...decision.pages);
    }
    await moveAway(tx, look.kind, stuck, at);
    await decidedAgain(tx, look.kind, decided);
    return allow({ taken: due.length, decided: decided.length }, then);
  });
  return done.allowed ? done.state : { taken: 0, decided: 0 };
}

/** Each in a transaction of its own, so that one which cannot be read or saved fails alone. */
async function oneByOne<Row, State>(
  db: Database,
  look: Look<Row, State>,
  passedOver: string[],
  failures: unknown[],
  at: Date,
  log: Log,
): Promise<Done> {
  const { table, id: key } = PLACES[look.kind];
  const ids = await rows<{ id: string }>(
    db.sql,
    sql`select ${key}::text as id from ${table} where ${all(look, passedOver)} limit ${AT_ONCE}`,
  );
  let decided = 0;
  for (const { id } of ids) {
    try {
      if (await alone(db, look, id, at)) decided++;
      else passedOver.push(id);
    } catch (error) {
      await ping(db);
      log.error({ err: error, kind: look.kind, id }, CANNOT);
      if (!isOfTheData(error)) {
        failures.push(error);
        passedOver.push(id);
      } else {
        await db.sql.transaction((tx) => moveAway(tx, look.kind, [{ id, error }], at));
      }
    }
  }
  return { taken: ids.length, decided };
}

/** False when another replica has it. */
async function alone<Row, State>(db: Database, look: Look<Row, State>, id: string, at: Date): Promise<boolean> {
  const done = await change<Row>(db, at, null, async (tx) => {
    const [row] = await look.take(tx, sql`${look.isDue} and ${PLACES[look.kind].id}::text = ${id}`, 1);
    if (row === undefined) return refuse('Another replica has it.');
    const decision = decide(look, row);
    await look.save(tx, decision.state);
    await decidedAgain(tx, look.kind, [id]);
    return { ...decision, state: row };
  });
  return done.allowed;
}

type Allowed<State> = Decision<State> & { allowed: true };

/** What is due is decided: a refusal would leave it due for ever. Throws when it cannot be. */
function decide<Row, State>(look: Look<Row, State>, row: Row): Allowed<State> {
  const decision = look.rule(row);
  if (!decision.allowed) throw new Error(`It is due, and nothing can be done about it: ${decision.why}`);
  return decision;
}

function all<Row, State>({ kind, isDue }: Look<Row, State>, passedOver: string[]): SQL {
  return passedOver.length === 0 ? isDue : sql`${isDue} and not ${PLACES[kind].id}::text = ${anyOf(passedOver)}`;
}

const CANNOT = 'what is due about this cannot be decided; it is tried again later';

/** One of the things that are looked at every second. */
export interface Work {
  name: string;
  /** What is so while it fails, for people. */
  sentence: string;
  /** Answers how much it did. */
  run: (at: Date) => Promise<number>;
}
