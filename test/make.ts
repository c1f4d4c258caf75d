/** Builders for the tests of the pure rooms: everything plausible, and what a test is about given by hand. */

import { type Incident, NOTHING_YET } from '../src/act/incident/words.ts';
import type { RoomPost } from '../src/act/room/words.ts';
import type { Alert } from '../src/alert/card/words.ts';
import type { KnownMention, Mention } from '../src/alert/mention/words.ts';
import { TOPICS } from '../src/alert/risk/topics.ts';
import type { Policy } from '../src/policy/words.ts';
import type { Decision, Owed } from '../src/words/decision.ts';
import type { Ask, Page } from '../src/words/page.ts';
import type { Reminder } from '../src/words/reminder.ts';
import { SEVERITIES, type Severity } from '../src/words/severity.ts';
import { after, minutes } from '../src/words/time.ts';

export const noon = new Date('2026-03-10T12:00:00.000Z');

/** `n` minutes after noon. */
export function afterNoon(n: number): Date {
  return after(noon, minutes(n));
}

/** The default numbers: two hours for every severity. Owners are named for the severity and step they belong to. */
export const policy: Policy = {
  severities: {
    SEV1: { acknowledge: 10, response: 120, update: 30, heartbeat: 20, owners: [['U1A', 'U1B'], ['U1C'], ['U1D']] },
    SEV2: { acknowledge: 20, response: 120, update: 60, heartbeat: 45, owners: [['U2A'], ['U2B']] },
    SEV3: { acknowledge: 60, response: 120, update: 60, heartbeat: 120, owners: [['U3A']] },
    SEV4: { acknowledge: 240, response: 120, update: null, heartbeat: null, owners: [] },
  },
  page: { answerWithin: 3, rounds: 5 },
  storm: { stories: 20, within: 10 },
  // Most tests are about cards; those about gathering say so.
  ownCard: 'SEV4',
  topics: TOPICS,
};

/** The same with a response time of its own for each severity, in minutes. */
export function respondingWithin(limits: Record<Severity, number>): Policy {
  const severities = { ...policy.severities };
  for (const severity of SEVERITIES) severities[severity] = { ...severities[severity], response: limits[severity] };
  return { ...policy, severities };
}

/** SEV1 30 min, SEV2 1 h, SEV3 2 h, SEV4 4 h. */
export const tiered = respondingWithin({ SEV1: 30, SEV2: 60, SEV3: 120, SEV4: 240 });

export function mention(given: Partial<Mention> = {}): Mention {
  return {
    id: 'm1',
    source: 'brandwatch',
    externalId: '1',
    network: 'x',
    url: 'https://x.com/ana/status/1',
    canonicalUrl: 'https://x.com/ana/status/1',
    author: {},
    title: null,
    text: 'When does the shop open on Sunday?',
    textState: 'full',
    publishedAt: null,
    receivedAt: noon,
    sentiment: null,
    reach: null,
    engagement: null,
    rating: null,
    language: null,
    parent: null,
    query: null,
    ...given,
  };
}

/** The same as it is stored: of alert 7, neither edited nor deleted. */
export function knownMention(given: Partial<KnownMention> = {}): KnownMention {
  const since = { alertId: 7, sha256: '', editedAt: null, editedText: null, deletedAt: null };
  return { ...mention(given), ...since, ...given };
}

/** Received at noon, suggested SEV3, due at 14:00, touched by nobody. */
export function alert(given: Partial<Alert> = {}): Alert {
  return {
    id: 7,
    version: 3,
    status: 'open',
    title: 'Late refunds',
    firstMentionId: 'm1',
    publishedAt: null,
    lastMentionAt: noon,
    mentionCount: 1,
    reach: null,
    suggested: 'SEV3',
    suggestedBecause: [],
    severity: null,
    cause: 'unknown',
    affected: [],
    networks: ['x'],
    accountableOwner: null,
    note: null,
    assessedBy: null,
    assessedAt: null,
    claimedBy: null,
    claimedAt: null,
    acknowledgeDueAt: afterNoon(60),
    receivedAt: noon,
    responseDueAt: afterNoon(120),
    lateBecauseRaised: false,
    deadlineReadAt: null,
    respondedAt: null,
    response: null,
    snoozedUntil: null,
    dismissedAs: null,
    dismissedBy: null,
    escalatedBy: null,
    incidentId: null,
    mergedInto: null,
    stormId: null,
    mutedBy: null,
    gatheredOn: null,
    gatheredPart: null,
    ownCardSince: null,
    remindedUpTo: noon,
    remindedSince: null,
    ...given,
  };
}

/** Opened by UANA at noon as SEV2, due at 14:00, led by nobody. */
export function incident(given: Partial<Incident> = {}): Incident {
  return {
    id: 42,
    version: 5,
    status: 'open',
    title: 'Late refunds',
    severity: 'SEV2',
    cause: 'unknown',
    affected: [],
    networks: ['x'],
    accountableOwner: null,
    isPrivate: false,
    alertId: 7,
    mentionUrl: null,
    roomId: 'C42',
    roomName: 'inc-0042-late-refunds',
    roles: {},
    people: ['UANA', 'U2A', 'U2B'],
    openedBy: 'UANA',
    openedAt: noon,
    receivedAt: noon,
    responseDueAt: afterNoon(120),
    lateBecauseRaised: false,
    deadlineReadAt: null,
    respondedAt: null,
    response: null,
    ...NOTHING_YET,
    remindedUpTo: noon,
    ...given,
  };
}

/** An incident that a human has answered in public, and that is over. */
export function resolvedIncident(given: Partial<Incident> = {}): Incident {
  return incident({ status: 'resolved', ...answered(100), resolvedBy: 'UANA', resolvedAt: afterNoon(200), ...given });
}

/** The response clock stopped by a reply. */
export function answered(minutesAfterNoon: number): Pick<Alert, 'respondedAt' | 'response'> {
  return {
    respondedAt: afterNoon(minutesAfterNoon),
    response: { kind: 'reply', url: 'https://x.com/us/1', network: 'x', answeredBy: 'Ana', loggedBy: 'UANA' },
  };
}

/** Asking U1, then U2, then U3; the first round began at noon. */
export function page(given: Partial<Page> = {}): Page {
  return {
    id: 'inc-42/opened',
    version: 1,
    alertId: null,
    incidentId: 42,
    stormId: null,
    why: 'opened',
    steps: [['U1'], ['U2'], ['U3']],
    round: 1,
    asks: [ask('U1', 1)],
    status: 'asking',
    answeredBy: null,
    answeredAt: null,
    startedAt: noon,
    answerDueAt: afterNoon(3),
    ...given,
  };
}

export function ask(person: string, round: number, answer: Ask['answer'] = 'waiting'): Ask {
  return { person, round, askedAt: noon.toISOString(), answer };
}

/** What was decided; fails the test when it was refused. */
export function allowed<State>(decision: Decision<State>): Decision<State> & { allowed: true } {
  if (!decision.allowed) throw new Error(`Refused: ${decision.why}`);
  return decision;
}

/** The sentence of a refusal; fails the test when it was allowed. */
export function refusal(decision: Decision<unknown>): string {
  if (decision.allowed) throw new Error('Allowed, and should have been refused.');
  return decision.why;
}

/** What is owed of one kind. */
export function owed<Kind extends Owed['kind']>(
  decision: Decision<unknown>,
  kind: Kind,
): Extract<Owed, { kind: Kind }>[] {
  return allowed(decision).owed.filter((one): one is Extract<Owed, { kind: Kind }> => one.kind === kind);
}

/** What is said to be due, in its order. */
export function remindersIn(decision: Decision<unknown>): Reminder[] {
  const { events } = allowed(decision);
  return events.filter(({ type }) => type === 'reminded').map(({ detail }) => detail as unknown as Reminder);
}

/** The kinds of everything owed. */
export function owedKinds(decision: Decision<unknown>): Owed['kind'][] {
  return allowed(decision).owed.map((one) => one.kind);
}

/** What the room is told about one thing. */
export function roomPosts<About extends RoomPost['about']>(decision: Decision<unknown>, about: About): RoomPost[] {
  return owed(decision, 'room_post')
    .map(({ post }) => post)
    .filter((post) => post.about === about);
}
