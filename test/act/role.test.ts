import { describe, expect, test } from 'vitest';
import { assignRole, takeRole } from '../../src/act/role/rule.ts';
import { afterNoon, allowed, incident, owed, owedKinds, refusal, resolvedIncident, roomPosts } from '../make.ts';

const led = incident({ roles: { lead: 'UANA' } });
const at = afterNoon(5);

describe('taking a role', () => {
  test('that is free puts the name on the board and tells the room', () => {
    const decision = takeRole(incident(), 'lead', 'UANA', at);
    expect(allowed(decision).state.roles).toEqual({ lead: 'UANA' });
    expect(roomPosts(decision, 'role')).toEqual([{ about: 'role', role: 'lead', person: 'UANA', by: 'UANA' }]);
    expect(allowed(decision).events).toMatchObject([
      { type: 'role_taken', detail: { role: 'lead', person: 'UANA', from: null } },
    ]);
    expect(owedKinds(decision)).toEqual(['room_post', 'nobody_leads', 'board', 'headline', 'alert_card', 'topic']);
  });

  test('leaves the other roles', () => {
    expect(allowed(takeRole(led, 'legal', 'U2A', at)).state.roles).toEqual({ lead: 'UANA', legal: 'U2A' });
  });

  test('asks a newcomer into the room', () => {
    const decision = assignRole(incident(), 'legal', 'ULEO', 'UANA', at);
    expect(allowed(decision).state.people).toEqual(['UANA', 'U2A', 'U2B', 'ULEO']);
    expect(owed(decision, 'invite')).toEqual([{ kind: 'invite', incidentId: 42, people: ['ULEO'] }]);
  });

  test('from somebody by a button is refused: it must be on purpose', () => {
    expect(refusal(takeRole(led, 'lead', 'UBO', at))).toBe(
      '<@UANA> is Lead. To take over on purpose, write `/incident role lead`.',
    );
  });

  test('that one has already is refused', () => {
    expect(refusal(takeRole(led, 'lead', 'UANA', at))).toBe('You are Lead already.');
    expect(refusal(assignRole(led, 'lead', 'UANA', 'UBO', at))).toBe('<@UANA> is Lead already.');
  });

  test('in a closed incident is refused, in a resolved one it is not', () => {
    expect(refusal(takeRole(resolvedIncident({ status: 'closed' }), 'lead', 'UBO', at))).toContain('is closed');
    expect(allowed(takeRole(resolvedIncident(), 'lead', 'UBO', at)).state.roles.lead).toBe('UBO');
  });
});

describe('giving a role by command', () => {
  test('takes it over from its holder, and the timeline keeps from whom', () => {
    const decision = assignRole(led, 'lead', 'UBO', 'UBO', at);
    expect(allowed(decision).state.roles.lead).toBe('UBO');
    expect(allowed(decision).events).toMatchObject([{ detail: { role: 'lead', person: 'UBO', from: 'UANA' } }]);
  });

  test('is refused when they have it, and in a closed incident', () => {
    expect(refusal(assignRole(led, 'lead', 'UANA', 'UBO', at))).toBe('<@UANA> is Lead already.');
    expect(refusal(assignRole(resolvedIncident({ status: 'closed' }), 'lead', 'UBO', 'UBO', at))).toContain(
      'is closed',
    );
  });
});
