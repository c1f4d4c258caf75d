import { lockAlerts, saveAlert } from '../../alert/card/store.ts';
import type { Alert } from '../../alert/card/words.ts';
import { lockStories } from '../../alert/story/store-known.ts';
import type { Database, Tx } from '../../db/connect.ts';
import { change } from '../../db/record.ts';
import { allow, type Consequences, type Decision, type Owed } from '../../words/decision.ts';
import { type Asked, mergeLocked } from '../merge/store.ts';
import { mergedInto, workOn } from './rule.ts';
import type { Work, Worked } from './words.ts';

const GONE = { title: null, why: 'This alert no longer exists.' };

/**
 * All of them in one transaction, each decided about for itself: what cannot be done for one stops none of the others, and
 * a copy of the request does nothing.
 */
export async function workThrough(
  db: Database,
  ids: number[],
  work: Work,
  { by, at, requestId }: Asked,
): Promise<Decision<Worked>> {
  return change(db, at, requestId, async (tx) => {
    if (work.what === 'merge') await lockStories(tx);
    const asked = [...new Set(ids)].sort((a, b) => a - b);
    const found = await lockAlerts(tx, asked);
    const gone = asked.filter((id) => !found.some((alert) => alert.id === id)).map(() => GONE);
    const { worked, follows } = await (work.what === 'merge'
      ? mergeAll(tx, found, { by, at })
      : eachOf(tx, found, work, { by, at }));
    const storms = new Set(found.flatMap(({ stormId }) => stormId ?? []));
    const cards = [...storms].map((stormId): Owed => ({ kind: 'storm_card', stormId }));
    return allow(
      { ...worked, left: [...worked.left, ...gone] },
      {
        events: follows.flatMap(({ events = [] }) => events),
        owed: [...follows.flatMap(({ owed = [] }) => owed), ...cards],
        pages: follows.flatMap(({ pages = [] }) => pages),
      },
    );
  });
}

type Who = Pick<Asked, 'by' | 'at'>;

/** What was done, and what follows from each of it. */
interface Done {
  worked: Worked;
  follows: Consequences[];
}

async function eachOf(tx: Tx, found: Alert[], work: Exclude<Work, { what: 'merge' }>, { by, at }: Who): Promise<Done> {
  const worked: Worked = { done: [], into: null, left: [] };
  const follows: Consequences[] = [];
  for (const alert of found) {
    const decision = workOn(alert, work, by, at);
    if (!decision.allowed) {
      worked.left.push({ title: alert.title, why: decision.why });
      continue;
    }
    await saveAlert(tx, decision.state);
    worked.done.push(decision.state);
    follows.push(decision);
  }
  return { worked, follows };
}

/** One after the other: each is merged into what the worst of them has become. */
async function mergeAll(tx: Tx, found: Alert[], { by, at }: Who): Promise<Done> {
  const worked: Worked = { done: [], into: mergedInto(found), left: [] };
  const follows: Consequences[] = [];
  for (const from of found) {
    // None is open: merged into itself, each is refused with its own reason.
    const into = worked.into ?? from;
    if (from.id === worked.into?.id) continue;
    const decision = await mergeLocked(tx, { into, from }, by, at);
    if (!decision.allowed) {
      worked.left.push({ title: from.title, why: decision.why });
      continue;
    }
    // As it was saved.
    worked.into = { ...decision.state.into, version: into.version + 1 };
    worked.done.push(decision.state.from);
    follows.push(decision);
  }
  return { worked, follows };
}
