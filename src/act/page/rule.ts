import type { Policy } from '../../policy/words.ts';
import { allow, type Decision, happened, type Owed, refuse, type TimelineEvent } from '../../words/decision.ts';
import type { Ask, Page } from '../../words/page.ts';
import { FIREBREAK, type PersonId } from '../../words/people.ts';
import { after, minutes } from '../../words/time.ts';
import { alsoAsking } from './storm.ts';

/** A round whose messages do not get through, because Slack is away, waits for them so long. */
const LONGEST_ON_ITS_WAY = minutes(10);

/** A page waits this long for the room, so that its message can point there; then it goes out without. */
export const WAIT_FOR_ROOM = 5_000;

export interface PageRequest {
  /** Unique to its reason: the same reason never pages twice. */
  id: string;
  alertId: number | null;
  incidentId: number | null;
  /** It asks for all late stories of this storm. */
  stormId?: number | null;
  why: string;
  steps: PersonId[][];
}

/** Start asking: the first step at once. Null when nobody is named. */
export function startPage(
  request: PageRequest,
  policy: Policy,
  at: Date,
  notBefore: Date = at,
): { page: Page; owed: Owed[]; events: TimelineEvent[] } | null {
  const steps = request.steps.map((step) => [...new Set(step)]).filter((step) => step.length > 0);
  const [first] = steps;
  if (!first) return null;
  const page: Page = {
    ...request,
    stormId: request.stormId ?? null,
    steps,
    version: 1,
    round: 1,
    asks: first.map((person) => ask(person, 1, at)),
    status: 'asking',
    answeredBy: null,
    answeredAt: null,
    startedAt: at,
    answerDueAt: after(at, minutes(policy.page.answerWithin)),
  };
  return {
    page,
    owed: first.map((person) => ({ kind: 'page_ask', pageId: page.id, person, round: 1, notBefore })),
    events: [happened('page_sent', FIREBREAK, at, page, { round: 1, to: first, why: page.why })],
  };
}

/** "Acknowledge": this person takes it, also when their turn has passed, as long as nobody else has. */
export function acknowledge(page: Page, person: PersonId, at: Date): Decision<Page> {
  if (page.status === 'acknowledged') {
    return refuse(
      page.answeredBy === person ? 'You have taken this already.' : `<@${page.answeredBy}> has taken this.`,
    );
  }
  if (page.status === 'stopped') return refuse('This is over: nobody needs to take it any more.');
  if (!page.asks.some((asked) => asked.person === person)) return refuse('This page was for somebody else.');
  const taken: Page = {
    ...page,
    status: 'acknowledged',
    answeredBy: person,
    answeredAt: at,
    asks: page.asks.map((asked) =>
      asked.person === person && asked.round === lastRoundOf(page, person)
        ? { ...asked, answer: 'acknowledged' }
        : asked,
    ),
  };
  const took = at.getTime() - page.startedAt.getTime();
  return allow(taken, {
    events: [happened('page_acknowledged', person, at, page, { tookMs: took, why: page.why })],
    owed: [...redrawAsks(taken, at), ...tellRoom(taken, { about: 'page_acknowledged', person, why: page.why })],
  });
}

/** "Can't, pass it on": the next step is asked as soon as nobody of this one is left. */
export function decline(page: Page, person: PersonId, policy: Policy, at: Date): Decision<Page> {
  if (page.status !== 'asking') return refuse('This page is over already. Nothing more to pass on.');
  const waiting = page.asks.find((asked) => asked.person === person && asked.answer === 'waiting');
  if (!waiting) {
    const asked = page.asks.some((one) => one.person === person);
    return refuse(asked ? 'It has been passed on already.' : 'This page was for somebody else.');
  }
  const declined = answerAs(page, person, 'declined');
  const event = happened('page_declined', person, at, page, { round: page.round });
  const redraw: Owed = { kind: 'page_ask', pageId: page.id, person, round: waiting.round, notBefore: at };
  return goOn(declined, policy, at, { events: [event], owed: [redraw] });
}

/** The message that asks this person went out late: they have the whole time to answer from now on. */
export function wentOut(page: Page, person: PersonId, round: number, policy: Policy, at: Date): Decision<Page> {
  const isNow = page.asks.some(
    (asked) => asked.person === person && asked.round === round && asked.answer === 'waiting',
  );
  const answerDueAt = after(at, minutes(policy.page.answerWithin));
  if (page.status !== 'asking' || page.round !== round || !isNow || page.answerDueAt >= answerDueAt) return allow(page);
  return allow<Page>({ ...page, answerDueAt });
}

/** Slack cannot deliver to this person at all. */
export function unreachable(page: Page, person: PersonId, policy: Policy, at: Date): Decision<Page> {
  const waiting = page.asks.some((asked) => asked.person === person && asked.answer === 'waiting');
  if (page.status !== 'asking' || !waiting) return allow(page);
  return goOn(answerAs(page, person, 'unreachable'), policy, at, { events: [], owed: [] });
}

/** The reason of the page that asks for the first public response. */
export const NO_RESPONSE = 'no public response yet';

/**
 * Is what the page is about done? An incident or alert that is over, or the response it asked for. A storm's page asks
 * as long as any open story of it is late: `late` is how many are.
 */
export function isPageOver(
  page: Pick<Page, 'why' | 'stormId'>,
  subject: { status: string; respondedAt: Date | null } | null,
  late: number,
): boolean {
  if (page.stormId !== null) return late === 0;
  if (!subject) return false;
  return subject.status !== 'open' || (page.why === NO_RESPONSE && subject.respondedAt !== null);
}

/** No round ends later than this from now. One that seems to was begun before the clock was set back. Milliseconds. */
export function longestRound(policy: Policy): number {
  return minutes(policy.page.answerWithin + 1);
}

/**
 * The round's time is up. A page whose incident is over stops asking. `owners`: of the worst that a storm's page asks for
 * by now.
 */
export function pageDue(
  page: Page,
  isOver: boolean,
  policy: Policy,
  now: Date,
  owners: PersonId[][] = [],
  isOnItsWay = false,
): Decision<Page> {
  const left = page.answerDueAt.getTime() - now.getTime();
  if (page.status !== 'asking' || (left > 0 && left <= longestRound(policy))) return allow(page);
  if (isOver) {
    const stopped: Page = { ...page, status: 'stopped' };
    return allow(stopped, { owed: redrawAsks(stopped, now) });
  }
  // Nobody has been asked yet, so nobody is late in answering. One that never gets through must not stop the others.
  const askedAt = Math.max(...page.asks.map((asked) => Date.parse(asked.askedAt)));
  if (isOnItsWay && now.getTime() - askedAt < LONGEST_ON_ITS_WAY) {
    return allow<Page>({ ...page, answerDueAt: after(now, minutes(policy.page.answerWithin)) });
  }
  const silent: Page = {
    ...alsoAsking(page, owners),
    asks: page.asks.map((asked) => (asked.answer === 'waiting' ? { ...asked, answer: 'no_answer' } : asked)),
  };
  return goOn(silent, policy, now, { events: [], owed: [] });
}

/** Ask the next step once nobody of the present round is still thinking; say loudly when there is no next. */
function goOn(page: Page, policy: Policy, at: Date, sofar: { events: TimelineEvent[]; owed: Owed[] }): Decision<Page> {
  if (page.asks.some((asked) => asked.answer === 'waiting')) return allow(page, sofar);
  const next = nextStep(page);
  if (!next || page.round >= policy.page.rounds) {
    const over: Page = { ...page, status: 'unanswered' };
    const asked = [...new Set(page.asks.map((one) => one.person))];
    return allow(over, {
      events: [...sofar.events, happened('page_unanswered', FIREBREAK, at, page, { asked, why: page.why })],
      owed: [
        ...sofar.owed,
        { kind: 'page_unanswered', pageId: page.id },
        ...redrawAsks(over, at),
        ...tellRoom(over, { about: 'page_unanswered', asked, why: page.why }),
      ],
    });
  }
  const round = page.round + 1;
  const asking: Page = {
    ...page,
    round,
    asks: [...page.asks, ...next.map((person) => ask(person, round, at))],
    answerDueAt: after(at, minutes(policy.page.answerWithin)),
  };
  return allow(asking, {
    events: [...sofar.events, happened('page_sent', FIREBREAK, at, page, { round, to: next, why: page.why })],
    owed: [
      ...sofar.owed,
      ...next.map((person): Owed => ({ kind: 'page_ask', pageId: page.id, person, round, notBefore: at })),
    ],
  });
}

/**
 * The next step: of those with somebody left who has not said no, the one that was asked least lately. Null when
 * everybody has said no.
 */
function nextStep(page: Page): PersonId[] | null {
  const no = new Set(
    page.asks.filter((one) => one.answer === 'declined' || one.answer === 'unreachable').map((one) => one.person),
  );
  const left = page.steps.map((step) => step.filter((person) => !no.has(person))).filter((step) => step.length > 0);
  const lastAsked = (step: PersonId[]) => Math.min(...step.map((person) => lastRoundOf(page, person)));
  return left.reduce<PersonId[] | null>(
    (next, step) => (next && lastAsked(next) <= lastAsked(step) ? next : step),
    null,
  );
}

function ask(person: PersonId, round: number, at: Date): Ask {
  return { person, round, askedAt: at.toISOString(), answer: 'waiting' };
}

function answerAs(page: Page, person: PersonId, answer: Ask['answer']): Page {
  return {
    ...page,
    asks: page.asks.map((asked) =>
      asked.person === person && asked.answer === 'waiting' ? { ...asked, answer } : asked,
    ),
  };
}

/** 0 when never asked. */
function lastRoundOf(page: Page, person: PersonId): number {
  return Math.max(0, ...page.asks.filter((asked) => asked.person === person).map((asked) => asked.round));
}

/** Every message that asked is drawn anew, so that its buttons go. Who is unreachable has none. */
function redrawAsks(page: Page, at: Date): Owed[] {
  return page.asks
    .filter((asked) => asked.answer !== 'unreachable')
    .map(({ person, round }) => ({ kind: 'page_ask', pageId: page.id, person, round, notBefore: at }));
}

function tellRoom(page: Page, post: Extract<Owed, { kind: 'room_post' }>['post']): Owed[] {
  if (page.incidentId === null) return [];
  const { incidentId } = page;
  return [
    { kind: 'room_post', incidentId, post, once: `${page.id}/${post.about}` },
    { kind: 'board', incidentId },
  ];
}
