import { describe, expect, test } from 'vitest';
import { nextStep } from '../../src/act/incident/next-step.ts';
import { close, reopen, resolve } from '../../src/act/resolve/rule.ts';
import { incidentMarks } from '../../src/clock/marks.ts';
import {
  afterNoon,
  allowed,
  answered,
  incident,
  owed,
  owedKinds,
  policy,
  refusal,
  resolvedIncident,
  roomPosts,
} from '../make.ts';

const at = afterNoon(150);
const running = incident({ ...answered(100), nextUpdateDueAt: at, heartbeatDueAt: at });
const closed = resolvedIncident({ status: 'closed', closedAt: afterNoon(140) });

describe('resolving', () => {
  const decision = resolve(running, 'UANA', at);

  test('stops the clocks of insiders and leaves the response as it was', () => {
    expect(allowed(decision).state).toMatchObject({
      status: 'resolved',
      resolvedBy: 'UANA',
      resolvedAt: at,
      nextUpdateDueAt: null,
      heartbeatDueAt: null,
      ...answered(100),
    });
    expect(incidentMarks(allowed(decision).state)).toEqual([]);
  });

  test('is told to the room and the subscribers', () => {
    expect(roomPosts(decision, 'resolved')).toEqual([{ about: 'resolved', by: 'UANA' }]);
    expect(owed(decision, 'brief')).toMatchObject([{ topic: 'resolved' }]);
    expect(owedKinds(decision)).toEqual(['room_post', 'board', 'headline', 'alert_card', 'topic', 'brief']);
    expect(allowed(decision).events[0]?.type).toBe('incident_resolved');
  });

  test('is refused while nobody has answered in public: response is not resolution', () => {
    expect(refusal(resolve(incident(), 'UANA', at))).toBe(
      'Nobody has answered in public yet. Log the reply with `/incident reply https://…`, or decide "No public response…" on the board.',
    );
    const pending = incident({ silence: { reason: 'why', askedBy: 'UANA', approver: 'UCEO' } });
    expect(refusal(resolve(pending, 'UANA', at))).toBe(
      '<@UCEO> has not approved "no public response" yet. Until then INC-0042 stays open.',
    );
  });

  test('is refused a second time', () => {
    expect(refusal(resolve(resolvedIncident(), 'UBO', at))).toBe('INC-0042 is resolved already.');
    expect(refusal(resolve(closed, 'UBO', at))).toBe('INC-0042 is closed already.');
  });
});

describe('closing', () => {
  test('shuts the books of a resolved incident', () => {
    const decision = close(resolvedIncident(), 'UANA', at);
    expect(allowed(decision).state).toMatchObject({ status: 'closed', closedAt: at, resolvedAt: afterNoon(200) });
    expect(roomPosts(decision, 'closed')).toEqual([{ about: 'closed', by: 'UANA' }]);
    expect(allowed(decision).events[0]?.type).toBe('incident_closed');
  });

  test('is refused before it is resolved, and a second time', () => {
    expect(refusal(close(running, 'UANA', at))).toBe('Resolve INC-0042 first, then close it.');
    expect(refusal(close(closed, 'UANA', at))).toBe('INC-0042 is closed already.');
  });
});

describe('reopening', () => {
  test.each([resolvedIncident(), closed])('starts the clocks of insiders anew, and keeps the response', (over) => {
    const decision = reopen(over, ' The press called ', policy, 'UANA', afterNoon(300));
    expect(allowed(decision).state).toMatchObject({
      status: 'open',
      resolvedBy: null,
      resolvedAt: null,
      closedAt: null,
      nextUpdateDueAt: afterNoon(360),
      heartbeatDueAt: afterNoon(345),
      remindedUpTo: afterNoon(300),
      ...answered(100),
    });
    expect(roomPosts(decision, 'reopened')).toEqual([{ about: 'reopened', by: 'UANA', reason: 'The press called' }]);
    expect(allowed(decision).events).toMatchObject([
      { type: 'incident_reopened', detail: { reason: 'The press called' } },
    ]);
  });

  test('starts no clock that the severity has none of', () => {
    const small = reopen(resolvedIncident({ severity: 'SEV4' }), 'again', policy, 'UANA', at);
    expect(allowed(small).state).toMatchObject({ nextUpdateDueAt: null, heartbeatDueAt: null });
  });

  test('needs a reason, and something to reopen', () => {
    expect(refusal(reopen(closed, ' ', policy, 'UANA', at))).toBe('Say why it is opened again: `/incident reopen …`.');
    expect(refusal(reopen(running, 'why', policy, 'UANA', at))).toBe('INC-0042 is open.');
  });
});

describe('the next step', () => {
  const led = incident({ roles: { lead: 'UANA' } });

  test.each([
    [incident(), 'Somebody takes the lead.'],
    [led, 'Answer in public, then log the reply here.'],
    [
      { ...led, silence: { reason: 'why', askedBy: 'UANA', approver: 'UCEO' } },
      '<@UCEO> decides whether there will be no public response.',
    ],
    [{ ...led, ...answered(10) }, 'Keep the room up to date until the cause is gone, then resolve.'],
    [resolvedIncident(), 'Watch whether it stays calm, then close it.'],
    [closed, 'Nothing: it is closed.'],
  ])('is one sentence', (one, sentence) => {
    expect(nextStep(one)).toBe(sentence);
  });
});
