/**
 * The one list: all that Firebreak can do. What is owed, posted, told, heard, looked at and forgotten is put together
 * from it, in its order, which is also that of help and of the board. What a capability names in its words and does not
 * declare does not compile.
 */
import { attach } from './act/attach/attach.ts';
import { headline } from './act/headline/headline.ts';
import { heartbeat } from './act/heartbeat/heartbeat.ts';
import { note } from './act/note/note.ts';
import { open } from './act/open/open.ts';
import { page } from './act/page/page.ts';
import { keepPages } from './act/page/store.ts';
import { reply } from './act/reply/reply.ts';
import { resolve } from './act/resolve/resolve.ts';
import { role } from './act/role/role.ts';
import { room } from './act/room/room.ts';
import type { PostViews } from './act/room/view-post.ts';
import { incidentSeverity } from './act/severity/severity.ts';
import { silence } from './act/silence/silence.ts';
import { status } from './act/status/status.ts';
import { subscribe } from './act/subscribe/subscribe.ts';
import { update } from './act/update/update.ts';
import { card } from './alert/card/card.ts';
import { gathered } from './alert/gathered/gathered.ts';
import { mention } from './alert/mention/mention.ts';
import { mute } from './alert/mute/mute.ts';
import { report } from './alert/report/report.ts';
import { spread } from './alert/spread/spread.ts';
import { storm } from './alert/storm/storm.ts';
import { story } from './alert/story/story.ts';
import { claim } from './assess/claim/claim.ts';
import { dismiss } from './assess/dismiss/dismiss.ts';
import { merge } from './assess/merge/merge.ts';
import { severity } from './assess/severity/severity.ts';
import { snooze } from './assess/snooze/snooze.ts';
import { workThrough } from './assess/work-through/work-through.ts';
import type { Capability } from './capability.ts';
import { clock } from './clock/clock.ts';
import type { Wanted, Work } from './clock/store-due.ts';
import { command } from './command/command.ts';
import type { House } from './db/connect.ts';
import { forgetPaces, forgetRequests, reuseSpace } from './db/forget.ts';
import { forgetDeliveries } from './db/forget-deliveries.ts';
import { home } from './home/home.ts';
import { suggestions } from './learn/suggestions/suggestions.ts';
import type { Sentences } from './learn/timeline/rule.ts';
import type { Policies } from './policy/store.ts';
import type { Owes } from './slack/owes.ts';
import { sourceDesk } from './source/desk/desk.ts';
import { importFile } from './source/files/files.ts';
import { sourceSilence } from './source/silence/silence.ts';
import { trouble } from './trouble/trouble.ts';
import type { Owed, OwedKind } from './words/decision.ts';

const CAPABILITIES = [
  ...[command, status, open, importFile],
  ...[clock, mention, story, card, gathered, spread, storm, report],
  ...[claim, severity, dismiss, snooze, merge, workThrough, attach],
  ...[room, headline, reply, update, incidentSeverity, role, page, heartbeat, note, silence],
  ...[subscribe, resolve],
  ...[sourceDesk, sourceSilence, mute, suggestions, home, trouble],
] as const;

const ALL: readonly Capability[] = CAPABILITIES;
type Part = 'events' | 'owes' | 'posts' | 'verbs' | 'forgets';
/** What all capabilities together declare under this name. */
type Together<P extends Part> = Merged<Declared<(typeof CAPABILITIES)[number], P>>;
type Declared<C, P extends Part> = C extends { [K in P]: infer Value } ? Value : never;
type Merged<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** Throws when two capabilities declare the same. */
function together<P extends Part>(part: P): Together<P> {
  const entries = ALL.flatMap((one) => Object.entries(one[part] ?? {}));
  const names = entries.map(([name]) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice) throw new Error(`Two capabilities declare ${part}: ${twice}.`);
  return Object.fromEntries(entries) as Together<P>;
}

/** Of each kind that can be owed: its route, its handler, its name. */
export const OWES: { [Kind in OwedKind]: Owes<Kind> } = together('owes');
export const SENTENCES: Sentences = together('events');
export const POSTS: PostViews = together('posts');
export const VERBS = together('verbs');
export const BOARD_PARTS = ALL.flatMap(({ board }) => board ?? []);
export const LISTENERS = ALL.flatMap(({ listen }) => listen ?? []);

/** What nobody needs any more. The space that it took comes last. */
export const FORGETS: NonNullable<Capability['forgets']> = {
  requests: forgetRequests,
  ...together('forgets'),
  deliveries: forgetDeliveries,
  paces: forgetPaces,
  space: reuseSpace,
};

export function worksOf(wanted: Wanted): Work[] {
  return ALL.flatMap(({ works }) => works?.(wanted) ?? []);
}

/** What the database is told of them. */
export function houseOf(policies: Policies): House {
  const shown = (where: NonNullable<Owes<OwedKind>['shows']>) =>
    (Object.keys(OWES) as OwedKind[]).filter((kind) => OWES[kind].shows === where);
  return {
    // The table is exact kind by kind; TypeScript cannot follow one lookup over the whole union.
    routeOf: (owed) => (OWES[owed.kind].route as (owed: Owed) => ReturnType<House['routeOf']>)(owed),
    shows: { alert: shown('alert'), incident: shown('incident'), storm: shown('storm'), day: shown('day') },
    keepPages,
    policyOf: policies.of,
  };
}
