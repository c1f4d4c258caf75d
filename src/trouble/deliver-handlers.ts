import { findIncident } from '../act/incident/store.ts';
import type { Database } from '../db/connect.ts';
import type { Delivery } from '../delivery/claim.ts';
import { LeaseLost } from '../delivery/lease.ts';
import { type Delivered, Held, NotYet, POINTLESS } from '../delivery/outcome.ts';
import type { Alarms, Handlers } from '../delivery/worker.ts';
import { NoAnswer, SlackRefusal } from '../slack/errors.ts';
import type { Firebreak } from '../slack/firebreak.ts';
import type { Owes } from '../slack/owes.ts';
import type { Owed, OwedKind } from '../words/decision.ts';
import { incidentName } from '../words/incident-name.ts';

export type OwesTable = { [Kind in OwedKind]: Owes<Kind> };

/** One handler for each kind of delivery. */
export function handlers(firebreak: Firebreak, owes: OwesTable): Handlers {
  const table = Object.entries(owes).map(([kind, { deliver }]) => {
    // As in the worker: TypeScript cannot follow one lookup over the whole union.
    const carryOut = deliver as (firebreak: Firebreak, delivery: Delivery) => Promise<Delivered | undefined>;
    return [kind, (delivery: Delivery) => carryOut(firebreak, delivery).catch(carefully(firebreak, owes, delivery))];
  });
  return Object.fromEntries(table) as unknown as Handlers;
}

/** What is refused and no longer matters is over. Why something else failed is told to people, in words for them. */
function carefully({ db }: Firebreak, owes: OwesTable, { owed }: Delivery) {
  return async (error: unknown): Promise<Delivered> => {
    if (error instanceof Held && (owes[owed.kind].isDispensable || (await isOver(db, owed)))) return POINTLESS;
    return sayable(error);
  };
}

/** Nobody mends anything for a channel of a closed incident. */
async function isOver(db: Database, owed: Owed): Promise<boolean> {
  return 'incidentId' in owed && (await findIncident(db, owed.incidentId))?.status === 'closed';
}

/** Errors that were not written for people stay in the log. */
function sayable(error: unknown): never {
  if ([NotYet, Held, LeaseLost, SlackRefusal, NoAnswer].some((one) => error instanceof one)) throw error;
  throw new Error('Firebreak met a fault of its own; its log says more.', { cause: error });
}

/** What people are told when something does not go out. */
export function alarms(owes: OwesTable): Alarms {
  return {
    obstacle: ({ obstacle }, since) => [{ kind: 'obstacle', obstacle: obstacle.key, since: since.toISOString() }],
    troubled: ({ owed, key, claimedAt }, why) => {
      // An alarm that fails is in the log and on /metrics.
      if (owed.kind === 'alarm' || owes[owed.kind].isDispensable) return [];
      const what = owes[owed.kind].does + aboutOf(owed);
      const text = `Firebreak could not ${what} for ten minutes, and goes on trying: ${why}`;
      // Once a day about the same thing, for a card may change a hundred times.
      const subject = owed.kind === 'room_post' ? `room_post:${owed.incidentId}` : key;
      return [{ kind: 'alarm', text, failed: key, once: `${subject}/${claimedAt.toISOString().slice(0, 10)}` }];
    },
    setAside: ({ owed, key }) => {
      const what = owes[owed.kind].does + aboutOf(owed);
      const text = `Firebreak could not ${what}: each time it tried, the program ended. This is a bug; please report it.`;
      return [{ kind: 'alarm', text, failed: key, once: `set-aside/${key}` }];
    },
  };
}

function aboutOf(owed: Owed): string {
  if ('incidentId' in owed) return ` for ${incidentName(owed.incidentId)}`;
  return 'alertId' in owed ? ` ${owed.alertId}` : '';
}
