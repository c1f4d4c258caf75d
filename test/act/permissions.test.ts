import { describe, expect, test } from 'vitest';
import { maySee, unknownIncident } from '../../src/act/incident/permissions.ts';
import { isTold, whoIsTold } from '../../src/act/subscribe/rule.ts';
import { SEVERITIES } from '../../src/words/severity.ts';
import { incident } from '../make.ts';

const secret = incident({
  isPrivate: true,
  openedBy: 'UANA',
  people: ['UBO'],
  roles: { legal: 'ULEO' },
  silence: { reason: 'why', askedBy: 'UBO', approver: 'UCEO' },
});

describe('an incident may be known', () => {
  test('by everybody when it is not private', () => {
    expect(maySee(incident(), 'USTRANGER')).toBe(true);
  });

  test.each([
    ['who opened it', 'UANA'],
    ['who was asked in', 'UBO'],
    ['who holds a role', 'ULEO'],
    ['who is to approve that nothing is answered', 'UCEO'],
  ])('when it is private, by %s', (_, person) => {
    expect(maySee(secret, person)).toBe(true);
  });

  test('when it is private, by nobody else', () => {
    expect(maySee(secret, 'USTRANGER')).toBe(false);
    expect(maySee({ ...secret, silence: null }, 'UCEO')).toBe(false);
  });

  test('is not given away by what is said to those who may not', () => {
    expect(unknownIncident('INC-0042')).toBe('There is no incident INC-0042 that you can see.');
  });
});

describe('a subscriber is told', () => {
  test('about the incident they chose, however small', () => {
    const chosen = { person: 'UEVE', incidentId: 42 };
    expect(isTold(chosen, incident({ severity: 'SEV4' }))).toBe(true);
    expect(isTold(chosen, incident({ id: 43, severity: 'SEV1' }))).toBe(false);
  });

  test('about every SEV1 and SEV2, and nothing smaller, when they chose all', () => {
    const all = { person: 'UEVE', incidentId: null };
    expect(SEVERITIES.filter((severity) => isTold(all, incident({ severity })))).toEqual(['SEV1', 'SEV2']);
  });

  test('never about a private incident they may not see', () => {
    expect(isTold({ person: 'UEVE', incidentId: null }, secret)).toBe(false);
    expect(isTold({ person: 'UEVE', incidentId: 42 }, secret)).toBe(false);
    expect(isTold({ person: 'UBO', incidentId: 42 }, secret)).toBe(true);
  });

  test('once, however often they subscribed', () => {
    const subscriptions = [
      { person: 'UEVE', incidentId: null },
      { person: 'UEVE', incidentId: 42 },
      { person: 'UBO', incidentId: 42 },
      { person: 'UDAN', incidentId: 9 },
    ];
    expect(whoIsTold(subscriptions, incident())).toEqual(['UEVE', 'UBO']);
    expect(whoIsTold(subscriptions, secret)).toEqual(['UBO']);
  });
});
