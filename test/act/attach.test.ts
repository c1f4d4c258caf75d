import { describe, expect, test } from 'vitest';
import { attach } from '../../src/act/attach/rule.ts';
import type { Incident } from '../../src/act/incident/words.ts';
import type { Alert } from '../../src/alert/card/words.ts';
import {
  afterNoon,
  alert,
  allowed,
  answered,
  incident,
  owedKinds,
  refusal,
  resolvedIncident,
  roomPosts,
} from '../make.ts';

function attached(one: Alert, to: Incident) {
  return allowed(attach(one, to, 'UBO', afterNoon(20))).state;
}

describe('attaching a story to an open incident', () => {
  const other = alert({ id: 8, title: 'Refunds again', mentionCount: 12, networks: ['tiktok', 'x'] });
  const decision = attach(other, incident(), 'UBO', afterNoon(20));

  test('sends the alert there, with the name of who did it', () => {
    expect(allowed(decision).state.alert).toMatchObject({ status: 'escalated', escalatedBy: 'UBO', incidentId: 42 });
    expect(allowed(decision).events).toMatchObject([
      { type: 'alert_attached', alertId: 8, incidentId: 42, detail: { title: 'Refunds again' } },
    ]);
  });

  test('tells the room, and draws both cards anew', () => {
    expect(roomPosts(decision, 'attached')).toEqual([
      { about: 'attached', title: 'Refunds again', by: 'UBO', mentions: 12 },
    ]);
    expect(owedKinds(decision)).toEqual(['alert_card', 'room_post', 'board', 'headline', 'alert_card']);
  });

  test('adds the networks it is told on, each once', () => {
    expect(allowed(decision).state.incident.networks).toEqual(['x', 'tiktok']);
  });
});

describe('the response clock of both', () => {
  test('is the earlier deadline', () => {
    const soon = alert({ responseDueAt: afterNoon(60), lateBecauseRaised: true });
    expect(attached(soon, incident()).incident).toMatchObject({
      responseDueAt: afterNoon(60),
      lateBecauseRaised: true,
    });
    const later = alert({ responseDueAt: afterNoon(130), lateBecauseRaised: true });
    expect(attached(later, incident()).incident).toMatchObject({
      responseDueAt: afterNoon(120),
      lateBecauseRaised: false,
    });
  });

  test('is the earlier start: the public has waited since then', () => {
    const earlier = alert({ receivedAt: afterNoon(-60), responseDueAt: afterNoon(180) });
    expect(attached(earlier, incident()).incident).toMatchObject({
      receivedAt: afterNoon(-60),
      responseDueAt: afterNoon(120),
    });
  });

  test('is not touched by a story that was answered already', () => {
    const done = alert({ ...answered(10), receivedAt: afterNoon(-60), responseDueAt: afterNoon(60) });
    expect(attached(done, incident()).incident).toMatchObject({ ...incident(), networks: ['x'] });
  });

  test('stays stopped in an incident that was answered', () => {
    const soon = alert({ responseDueAt: afterNoon(60) });
    const { incident: joined } = attached(soon, incident(answered(10)));
    expect(joined).toMatchObject({ ...answered(10), responseDueAt: afterNoon(120) });
  });
});

describe('attaching is refused', () => {
  test('when the alert went elsewhere or was dismissed', () => {
    const escalated = alert({ status: 'escalated', escalatedBy: 'UANA', incidentId: 41 });
    expect(refusal(attach(escalated, incident(), 'UBO', afterNoon(20)))).toBe(
      '<@UANA> took this to INC-0041 already. Continue there.',
    );
    const dismissed = alert({ status: 'dismissed', dismissedAs: 'duplicate', dismissedBy: 'UANA' });
    expect(refusal(attach(dismissed, incident(), 'UBO', afterNoon(20)))).toContain('Reopen it first.');
  });

  test('when the incident is over', () => {
    expect(refusal(attach(alert(), resolvedIncident(), 'UBO', afterNoon(20)))).toBe(
      'INC-0042 is resolved. Escalate it instead.',
    );
    expect(refusal(attach(alert(), resolvedIncident({ status: 'closed' }), 'UBO', afterNoon(20)))).toBe(
      'INC-0042 is closed. Escalate it instead.',
    );
  });

  test('when its cause asks for a private room and the incident has none', () => {
    const insider = alert({ cause: 'malicious_insider' });
    expect(refusal(attach(insider, incident(), 'UBO', afterNoon(20)))).toBe(
      'The cause of this alert asks for a private room, and INC-0042 is open to all. Escalate it instead.',
    );
    expect(attached(insider, incident({ isPrivate: true })).alert.status).toBe('escalated');
  });

  test('when it would quietly become less severe', () => {
    const worse = alert({ severity: 'SEV1' });
    expect(refusal(attach(worse, incident({ severity: 'SEV2' }), 'UBO', afterNoon(20)))).toBe(
      'It was assessed as SEV1, and INC-0042 is SEV2. Raise INC-0042 first, or escalate it instead.',
    );
    expect(attached(alert({ severity: 'SEV2' }), incident()).incident.severity).toBe('SEV2');
    expect(attached(alert({ severity: 'SEV4' }), incident()).incident.severity).toBe('SEV2');
  });
});
