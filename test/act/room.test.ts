import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordRoom, roomName, roomPrefix, slug } from '../../src/act/room/rule.ts';
import { afterNoon, allowed, incident, owed, owedKinds } from '../make.ts';

describe('the name of a room', () => {
  test.each([
    ['Late refunds', 'inc-0042-late-refunds'],
    ['  LATE   refunds!!! ', 'inc-0042-late-refunds'],
    ['Fährgäste über Bord', 'inc-0042-fahrgaste-uber-bord'],
    ['Crème brûlée à São Paulo', 'inc-0042-creme-brulee-a-sao-paulo'],
    ['ﬁne: 50 % off', 'inc-0042-fine-50-off'],
    ['See https://x.com/ana/status/1 now', 'inc-0042-see-now'],
    ['🔥🔥🔥', 'inc-0042-incident'],
    ['返金が遅い', 'inc-0042-incident'],
    ['تأخر المبالغ', 'inc-0042-incident'],
    ['', 'inc-0042-incident'],
  ])('for "%s" is %s', (title, name) => {
    expect(roomName(42, title)).toBe(name);
  });

  test('is cut between words', () => {
    const title = 'Passengers left at the gate without water for nine hours';
    expect(roomName(42, title)).toBe('inc-0042-passengers-left-at-the-gate-without');
    expect(slug('x'.repeat(200))).toBe('x'.repeat(40));
    expect(slug(`${'x'.repeat(40)} y`)).toBe('x'.repeat(40));
  });

  test('takes the next suffix when a stranger has it', () => {
    expect([0, 1, 2].map((attempt) => roomName(42, 'Late refunds', attempt))).toEqual([
      'inc-0042-late-refunds',
      'inc-0042-late-refunds-2',
      'inc-0042-late-refunds-3',
    ]);
  });

  test('begins with the number, by which the room is known again', () => {
    expect(roomPrefix(42)).toBe('inc-0042-');
    expect(roomPrefix(123_456)).toBe('inc-123456-');
  });

  test('is one that Slack takes, whatever the title', () => {
    const title = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.string({ unit: fc.constantFrom('a', 'Ä', '-', ' ', '_', '.', '🔥', 'ß', 'İ'), maxLength: 200 }),
    );
    fc.assert(
      fc.property(fc.nat(), title, fc.nat({ max: 200 }), (id, said, attempt) => {
        const name = roomName(id, said, attempt);
        expect(name).toMatch(/^[a-z0-9_-]{1,80}$/);
        expect(name.startsWith(roomPrefix(id))).toBe(true);
        expect(name).not.toMatch(/--|-$/);
        expect(roomName(id, said, attempt + 1)).not.toBe(name);
      }),
    );
  });
});

describe('when the room exists', () => {
  const room = { id: 'C99', name: 'inc-0042-late-refunds' };
  const fresh = incident({ roomId: null, roomName: null });

  test('all that waited for it is owed, each step on its own', () => {
    const decision = recordRoom(fresh, room, afterNoon(1));
    expect(allowed(decision).state).toMatchObject({ roomId: 'C99', roomName: 'inc-0042-late-refunds' });
    expect(owedKinds(decision)).toEqual(['invite', 'board', 'topic', 'bookmark', 'headline', 'alert_card']);
    expect(owed(decision, 'invite')).toMatchObject([{ people: ['UANA', 'U2A', 'U2B'] }]);
    expect(allowed(decision).events).toMatchObject([{ type: 'room_opened', detail: { room: 'C99' } }]);
  });

  test('an incident declared by hand has no card to draw, a private one no headline', () => {
    expect(owedKinds(recordRoom({ ...fresh, alertId: null }, room, afterNoon(1)))).not.toContain('alert_card');
    expect(owedKinds(recordRoom({ ...fresh, isPrivate: true }, room, afterNoon(1)))).not.toContain('headline');
  });

  test('hearing of it twice changes nothing', () => {
    expect(allowed(recordRoom(incident(), room, afterNoon(1)))).toMatchObject({
      state: incident(),
      owed: [],
      events: [],
    });
  });
});
