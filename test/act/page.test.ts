import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { acknowledge, decline, pageDue, startPage, unreachable, wentOut } from '../../src/act/page/rule.ts';
import type { Page } from '../../src/words/page.ts';
import { afterNoon, allowed, ask, noon, owed, owedKinds, page, policy, refusal, roomPosts } from '../make.ts';

function started(steps: string[][]): Page {
  const paged = startPage(
    { id: 'inc-42/opened', alertId: null, incidentId: 42, why: 'opened', steps },
    policy,
    noon,
    noon,
  );
  if (!paged) throw new Error('Nobody was named.');
  return paged.page;
}

/** Nobody answers for `rounds` more rounds. */
function unheard(of: Page, rounds: number): Page {
  let now = of;
  for (let i = 0; i < rounds; i++) now = allowed(pageDue(now, false, policy, now.answerDueAt)).state;
  return now;
}

function askedNow(of: Page): string[] {
  return of.asks.filter(({ round }) => round === of.round).map(({ person }) => person);
}

describe('a page', () => {
  test('asks the first step together and gives them three minutes', () => {
    const request = { id: 'p', alertId: null, incidentId: 42, why: 'opened', steps: [['U1', 'U2'], ['U3']] };
    const paged = startPage(request, policy, noon, afterNoon(1));
    expect(paged?.page).toMatchObject({ round: 1, status: 'asking', answerDueAt: afterNoon(3), answeredBy: null });
    expect(paged?.page.asks).toEqual([ask('U1', 1), ask('U2', 1)]);
    expect(paged?.owed).toEqual([
      { kind: 'page_ask', pageId: 'p', person: 'U1', round: 1, notBefore: afterNoon(1) },
      { kind: 'page_ask', pageId: 'p', person: 'U2', round: 1, notBefore: afterNoon(1) },
    ]);
    expect(paged?.events[0]).toMatchObject({
      type: 'page_sent',
      incidentId: 42,
      detail: { round: 1, to: ['U1', 'U2'], why: 'opened' },
    });
  });

  test('asks nobody twice in one step, and passes over empty steps', () => {
    expect(started([[], ['U1', 'U1'], []])).toMatchObject({ steps: [['U1']], asks: [ask('U1', 1)] });
  });

  test('is none when nobody is named', () => {
    const request = { id: 'p', alertId: null, incidentId: 42, why: 'opened', steps: [[], []] };
    expect(startPage(request, policy, noon)).toBeNull();
  });
});

describe('when nobody answers', () => {
  test('nothing happens before the time is up', () => {
    const decision = pageDue(page(), false, policy, new Date(afterNoon(3).getTime() - 1));
    expect(allowed(decision)).toMatchObject({ state: page(), owed: [], events: [] });
  });

  test('the next owner is asked the moment the time is up, for three minutes more', () => {
    const decision = pageDue(page(), false, policy, afterNoon(3));
    expect(allowed(decision).state).toMatchObject({ round: 2, answerDueAt: afterNoon(6) });
    expect(allowed(decision).state.asks.map(({ person, answer }) => [person, answer])).toEqual([
      ['U1', 'no_answer'],
      ['U2', 'waiting'],
    ]);
    expect(owed(decision, 'page_ask').map(({ person, round }) => [person, round])).toEqual([['U2', 2]]);
  });

  test('after the last step the first comes again', () => {
    expect([1, 2, 3, 4].map((rounds) => askedNow(unheard(page(), rounds)))).toEqual([['U2'], ['U3'], ['U1'], ['U2']]);
  });

  test('five rounds are the most; then it is said loudly, here and in the room', () => {
    const fifth = unheard(page(), 4);
    expect(fifth).toMatchObject({ round: 5, status: 'asking' });
    const decision = pageDue(fifth, false, policy, fifth.answerDueAt);
    expect(allowed(decision).state.status).toBe('unanswered');
    expect(owedKinds(decision).filter((kind) => kind !== 'page_ask')).toEqual([
      'page_unanswered',
      'room_post',
      'board',
    ]);
    expect(owed(decision, 'page_ask')).toHaveLength(fifth.asks.length);
    expect(roomPosts(decision, 'page_unanswered')).toEqual([
      { about: 'page_unanswered', asked: ['U1', 'U2', 'U3'], why: 'opened' },
    ]);
    expect(allowed(decision).events[0]?.type).toBe('page_unanswered');
  });

  test('a page about an alert has no room to tell', () => {
    const fifth = unheard(page({ id: 'alert-7/x', alertId: 7, incidentId: null }), 4);
    const kinds = new Set(owedKinds(pageDue(fifth, false, policy, fifth.answerDueAt)));
    expect(kinds).toEqual(new Set(['page_unanswered', 'page_ask']));
  });

  test('it is said once', () => {
    const over = unheard(page(), 5);
    expect(allowed(pageDue(over, false, policy, afterNoon(600)))).toMatchObject({ state: over, owed: [], events: [] });
  });
});

describe('declining', () => {
  test('passes it on at once', () => {
    const decision = decline(page(), 'U1', policy, afterNoon(1));
    expect(allowed(decision).state).toMatchObject({ round: 2, answerDueAt: afterNoon(4) });
    expect(askedNow(allowed(decision).state)).toEqual(['U2']);
    expect(owed(decision, 'page_ask').map(({ person }) => person)).toEqual(['U1', 'U2']);
    expect(allowed(decision).events.map(({ type }) => type)).toEqual(['page_declined', 'page_sent']);
  });

  test('waits for the others who were asked with them', () => {
    const both = started([['U1', 'U2'], ['U3']]);
    const one = allowed(decline(both, 'U1', policy, afterNoon(1))).state;
    expect(one).toMatchObject({ round: 1, answerDueAt: afterNoon(3) });
    expect(askedNow(allowed(decline(one, 'U2', policy, afterNoon(2))).state)).toEqual(['U3']);
  });

  test('is never asked again, and the others take turns', () => {
    const passedOn = allowed(decline(page(), 'U1', policy, afterNoon(1))).state;
    const rounds = [0, 1, 2, 3].map((more) => askedNow(unheard(passedOn, more)));
    expect(rounds).toEqual([['U2'], ['U3'], ['U2'], ['U3']]);
  });

  test('by everybody is said loudly at once, without waiting for five rounds', () => {
    const one = allowed(decline(started([['U1'], ['U2']]), 'U1', policy, afterNoon(1))).state;
    const decision = decline(one, 'U2', policy, afterNoon(2));
    expect(allowed(decision).state).toMatchObject({ status: 'unanswered', round: 2 });
    expect(owed(decision, 'page_unanswered')).toHaveLength(1);
  });

  test('is refused to others, a second time, and when it is over', () => {
    expect(refusal(decline(page(), 'U9', policy, noon))).toBe('This page was for somebody else.');
    const next = unheard(page(), 1);
    expect(refusal(decline(next, 'U1', policy, afterNoon(4)))).toBe('It has been passed on already.');
    expect(refusal(decline(page({ status: 'acknowledged', answeredBy: 'U1' }), 'U1', policy, noon))).toBe(
      'This page is over already. Nothing more to pass on.',
    );
  });
});

describe('whom Slack cannot reach', () => {
  test('is passed over at once', () => {
    const decision = unreachable(page(), 'U1', policy, afterNoon(1));
    expect(askedNow(allowed(decision).state)).toEqual(['U2']);
    expect(allowed(decision).state.asks[0]?.answer).toBe('unreachable');
  });

  test('is not tried again', () => {
    const passedOn = allowed(unreachable(page(), 'U1', policy, afterNoon(1))).state;
    expect([1, 2, 3].map((more) => askedNow(unheard(passedOn, more)))).toEqual([['U3'], ['U2'], ['U3']]);
    const taken = acknowledge(passedOn, 'U2', afterNoon(2));
    expect(owed(taken, 'page_ask').map(({ person }) => person)).toEqual(['U2']);
  });

  test('changes nothing when they are not being asked', () => {
    expect(allowed(unreachable(page(), 'U3', policy, noon)).state).toEqual(page());
    const taken = page({ status: 'acknowledged', answeredBy: 'U1' });
    expect(allowed(unreachable(taken, 'U1', policy, noon)).state).toEqual(taken);
  });

  test('nobody at all can be reached: said loudly at once', () => {
    expect(allowed(unreachable(started([['U1']]), 'U1', policy, noon)).state.status).toBe('unanswered');
  });
});

describe('acknowledging', () => {
  test('takes it, tells the room how long it took, and takes the buttons away', () => {
    const decision = acknowledge(page(), 'U1', afterNoon(2));
    expect(allowed(decision).state).toMatchObject({ status: 'acknowledged', answeredBy: 'U1' });
    expect(allowed(decision).state.asks[0]?.answer).toBe('acknowledged');
    expect(allowed(decision).events[0]).toMatchObject({
      type: 'page_acknowledged',
      by: { kind: 'person', id: 'U1' },
      detail: { tookMs: 120_000, why: 'opened' },
    });
    expect(owedKinds(decision)).toEqual(['page_ask', 'room_post', 'board']);
    expect(roomPosts(decision, 'page_acknowledged')).toEqual([
      { about: 'page_acknowledged', person: 'U1', why: 'opened' },
    ]);
  });

  test('stops the asking', () => {
    const taken = allowed(acknowledge(page(), 'U1', afterNoon(2))).state;
    expect(allowed(pageDue(taken, false, policy, afterNoon(3)))).toMatchObject({ state: taken, owed: [] });
  });

  test('is welcome after their turn, and after everybody was asked in vain', () => {
    const next = unheard(page(), 1);
    const taken = allowed(acknowledge(next, 'U1', afterNoon(4))).state;
    expect(taken).toMatchObject({ status: 'acknowledged', answeredBy: 'U1' });
    expect(taken.asks.map(({ answer }) => answer)).toEqual(['acknowledged', 'waiting']);
    const late = acknowledge(unheard(page(), 5), 'U3', afterNoon(60));
    expect(allowed(late).state).toMatchObject({ status: 'acknowledged', answeredBy: 'U3' });
    expect(roomPosts(late, 'page_acknowledged')).toHaveLength(1);
  });

  test('is welcome from somebody who first declined', () => {
    const declined = allowed(decline(page(), 'U1', policy, afterNoon(1))).state;
    expect(allowed(acknowledge(declined, 'U1', afterNoon(2))).state.answeredBy).toBe('U1');
  });

  test('the second person is told who was first', () => {
    const taken = allowed(acknowledge(unheard(page(), 1), 'U1', afterNoon(4))).state;
    expect(refusal(acknowledge(taken, 'U2', afterNoon(5)))).toBe('<@U1> has taken this.');
    expect(refusal(acknowledge(taken, 'U1', afterNoon(5)))).toBe('You have taken this already.');
  });

  test('is for those who were asked', () => {
    expect(refusal(acknowledge(page(), 'U2', noon))).toBe('This page was for somebody else.');
  });
});

describe('when the incident is over', () => {
  const stopped = pageDue(page(), true, policy, afterNoon(3));

  test('the page stops and its buttons go; nobody is called unanswered', () => {
    expect(allowed(stopped).state.status).toBe('stopped');
    expect(owedKinds(stopped)).toEqual(['page_ask']);
  });

  test('it can be neither taken nor passed on', () => {
    expect(refusal(acknowledge(allowed(stopped).state, 'U1', afterNoon(4)))).toBe(
      'This is over: nobody needs to take it any more.',
    );
    expect(refusal(decline(allowed(stopped).state, 'U1', policy, afterNoon(4)))).toContain('over already');
  });
});

describe('whatever people and clocks do', () => {
  const people = ['U1', 'U2', 'U3', 'U4'];
  const step = fc.uniqueArray(fc.constantFrom(...people), { minLength: 1, maxLength: 3 });
  const act = fc.record({
    wait: fc.integer({ min: 0, max: 4 }),
    does: fc.constantFrom('acknowledge', 'decline', 'unreachable', 'nothing'),
    who: fc.constantFrom(...people),
  });

  test('five rounds at most, nobody is asked again who said no, one acknowledgement, and it ends', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 4 }), fc.array(act, { maxLength: 20 }), (steps, acts) => {
        let now = started(steps);
        let minute = 0;
        let acknowledged = 0;
        const saidNo = new Set<string>();
        const apply = (decision: ReturnType<typeof pageDue>) => {
          if (!decision.allowed) return;
          for (const { person } of decision.state.asks.slice(now.asks.length)) expect(saidNo).not.toContain(person);
          acknowledged += decision.events.filter(({ type }) => type === 'page_acknowledged').length;
          now = decision.state;
          for (const { person, answer } of now.asks) {
            if (answer === 'declined' || answer === 'unreachable') saidNo.add(person);
          }
          const waits = now.asks.some(({ answer, round }) => answer === 'waiting' && round === now.round);
          if (now.status === 'asking') expect(waits).toBe(true);
        };
        for (const { wait, does, who } of acts) {
          minute += wait;
          if (does === 'acknowledge') apply(acknowledge(now, who, afterNoon(minute)));
          if (does === 'decline') apply(decline(now, who, policy, afterNoon(minute)));
          if (does === 'unreachable') apply(unreachable(now, who, policy, afterNoon(minute)));
          apply(pageDue(now, false, policy, afterNoon(minute)));
        }
        for (let rounds = 0; now.status === 'asking' && rounds < policy.page.rounds; rounds++) {
          apply(pageDue(now, false, policy, now.answerDueAt));
        }
        expect(now.status).not.toBe('asking');
        expect(now.round).toBeLessThanOrEqual(policy.page.rounds);
        expect(acknowledged).toBe(now.status === 'acknowledged' ? 1 : 0);
        expect(now.asks.filter(({ answer }) => answer === 'acknowledged')).toHaveLength(acknowledged);
      }),
    );
  });
});

test('nobody is late in answering a page that has not gone out: its round waits for it, ten minutes at most', () => {
  const waits = allowed(pageDue(page(), false, policy, afterNoon(3), [], true)).state;
  expect(waits).toMatchObject({ round: 1, answerDueAt: afterNoon(6) });
  expect(waits.asks.every(({ answer }) => answer === 'waiting')).toBe(true);
  expect(allowed(pageDue(waits, false, policy, afterNoon(9), [], true)).state).toMatchObject({ round: 1 });
  const tooLong = { ...waits, answerDueAt: afterNoon(10) };
  expect(allowed(pageDue(tooLong, false, policy, afterNoon(10), [], true)).state).toMatchObject({ round: 2 });
});

test('who is asked late has the whole time to answer', () => {
  const who = page().asks[0]?.person ?? '';
  expect(allowed(wentOut(page(), who, 1, policy, afterNoon(2))).state.answerDueAt).toEqual(afterNoon(5));
  // What is over, or another's round by now, is left as it is.
  const taken = allowed(acknowledge(page(), who, afterNoon(1))).state;
  expect(allowed(wentOut(taken, who, 1, policy, afterNoon(2))).state).toEqual(taken);
  expect(allowed(wentOut(page(), 'USOMEBODY', 1, policy, afterNoon(2))).state).toEqual(page());
});
