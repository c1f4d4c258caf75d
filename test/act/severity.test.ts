import { describe, expect, test } from 'vitest';
import type { Incident } from '../../src/act/incident/words.ts';
import { changeSeverity } from '../../src/act/severity/rule.ts';
import type { Severity } from '../../src/words/severity.ts';
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
  tiered,
} from '../make.ts';

function changed(of: Incident, to: Severity, reason: string | null = 'because', by = 'UANA', numbers = policy) {
  return changeSeverity(of, to, reason, numbers, by, afterNoon(50));
}

describe('raising', () => {
  const decision = changed(incident(), 'SEV1', null);

  test('is free, and everybody hears of it', () => {
    expect(allowed(decision).state.severity).toBe('SEV1');
    expect(roomPosts(decision, 'severity')).toEqual([
      { about: 'severity', from: 'SEV2', to: 'SEV1', by: 'UANA', reason: null, lateBecauseRaised: false },
    ]);
    expect(owed(decision, 'brief')).toMatchObject([{ topic: 'severity' }]);
    expect(allowed(decision).events[0]).toMatchObject({
      type: 'severity_changed',
      detail: { from: 'SEV2', to: 'SEV1', reason: null },
    });
    expect(owedKinds(decision)).toEqual(expect.arrayContaining(['board', 'headline', 'alert_card', 'topic']));
  });

  test('asks in and pages the new owners, in their order', () => {
    expect(allowed(decision).state.people).toEqual(['UANA', 'U2A', 'U2B', 'U1A', 'U1B', 'U1C', 'U1D']);
    expect(owed(decision, 'invite')).toMatchObject([{ people: ['U1A', 'U1B', 'U1C', 'U1D'] }]);
    expect(allowed(decision).pages).toMatchObject([
      { id: 'inc-42/raised/5', why: 'raised to SEV1', steps: [['U1A', 'U1B'], ['U1C'], ['U1D']] },
    ]);
  });

  test('pages nobody who is in the room already, nor who raised it', () => {
    const half = incident({ people: ['UANA', 'U1A', 'U1D'] });
    expect(allowed(changed(half, 'SEV1', null, 'U1C')).pages).toMatchObject([{ steps: [['U1B']] }]);
    expect(owed(changed(half, 'SEV1', null, 'U1C'), 'invite')).toMatchObject([{ people: ['U1B', 'U1C'] }]);
    const whole = incident({ people: ['U1A', 'U1B', 'U1C', 'U1D'] });
    expect(allowed(changed(whole, 'SEV1')).pages).toEqual([]);
    expect(owed(changed(whole, 'SEV1'), 'invite')).toEqual([]);
  });

  test('asks nobody into a private incident unnamed', () => {
    const secret = changed(incident({ isPrivate: true }), 'SEV1');
    expect(allowed(secret).state.people).toEqual(incident().people);
    expect(allowed(secret).pages).toEqual([]);
    expect(owedKinds(secret)).not.toContain('headline');
  });

  test('says that it is late because raised, once', () => {
    const small = incident({ severity: 'SEV3' });
    const raised = changed(small, 'SEV1', null, 'UANA', tiered);
    expect(allowed(raised).state).toMatchObject({ responseDueAt: afterNoon(60), lateBecauseRaised: true });
    expect(roomPosts(raised, 'severity')).toMatchObject([{ lateBecauseRaised: true }]);
    const lowered = changed(allowed(raised).state, 'SEV2', 'calmer', 'UANA', tiered);
    expect(allowed(lowered).state.lateBecauseRaised).toBe(false);
  });

  test('makes no promise to insiders later', () => {
    const promised = incident({ nextUpdateDueAt: afterNoon(55), heartbeatDueAt: afterNoon(40) });
    expect(allowed(changed(promised, 'SEV1')).state).toMatchObject({
      nextUpdateDueAt: afterNoon(55),
      heartbeatDueAt: afterNoon(40),
    });
    const relaxed = incident({ nextUpdateDueAt: afterNoon(100), heartbeatDueAt: afterNoon(100) });
    expect(allowed(changed(relaxed, 'SEV1')).state).toMatchObject({
      nextUpdateDueAt: afterNoon(80),
      heartbeatDueAt: afterNoon(70),
    });
  });

  test('starts the updates and the asking that the lower severity did without', () => {
    expect(allowed(changed(incident({ severity: 'SEV4' }), 'SEV3')).state).toMatchObject({
      nextUpdateDueAt: afterNoon(110),
      heartbeatDueAt: afterNoon(170),
    });
  });

  test('does not ask the tech team again once they said it is fixed', () => {
    expect(allowed(changed(incident({ heartbeatDueAt: null }), 'SEV1')).state.heartbeatDueAt).toBeNull();
  });
});

describe('lowering', () => {
  test.each([null, '', ' '])('needs a reason, and %j is none', (reason) => {
    expect(refusal(changed(incident(), 'SEV3', reason))).toBe(
      'Say why the severity goes down: `/incident sev 3 because …`.',
    );
  });

  test('keeps the reason, pages nobody and asks nobody in', () => {
    const decision = changed(incident({ severity: 'SEV1' }), 'SEV2', ' It was a hoax ');
    expect(allowed(decision)).toMatchObject({ pages: [], state: { severity: 'SEV2', people: incident().people } });
    expect(roomPosts(decision, 'severity')).toMatchObject([{ reason: 'It was a hoax' }]);
  });

  test('relaxes what insiders were promised', () => {
    const tight = incident({ severity: 'SEV1', nextUpdateDueAt: afterNoon(60), heartbeatDueAt: afterNoon(60) });
    expect(allowed(changed(tight, 'SEV3')).state).toMatchObject({
      nextUpdateDueAt: afterNoon(110),
      heartbeatDueAt: afterNoon(170),
    });
    expect(allowed(changed(tight, 'SEV4')).state).toMatchObject({ nextUpdateDueAt: null, heartbeatDueAt: null });
  });
});

describe('any change', () => {
  test('leaves a stopped response clock alone', () => {
    const done = incident(answered(40));
    expect(allowed(changed(done, 'SEV1', null, 'UANA', tiered)).state).toMatchObject({
      ...answered(40),
      responseDueAt: afterNoon(120),
    });
  });

  test('of a resolved incident corrects the record, wakes nobody and starts no clock', () => {
    const decision = changed(resolvedIncident(), 'SEV1');
    expect(allowed(decision)).toMatchObject({
      pages: [],
      state: { severity: 'SEV1', nextUpdateDueAt: null, heartbeatDueAt: null, people: incident().people },
    });
  });

  test('is refused when there is none, and when the incident is closed', () => {
    expect(refusal(changed(incident(), 'SEV2'))).toBe('INC-0042 is SEV2 already.');
    expect(refusal(changed(resolvedIncident({ status: 'closed' }), 'SEV1'))).toBe(
      'INC-0042 is closed. Reopen it first: `/incident reopen` with a reason.',
    );
  });
});
