import { describe, expect, test } from 'vitest';
import { giveHeartbeat } from '../../src/act/heartbeat/rule.ts';
import { addNote } from '../../src/act/note/rule.ts';
import { postUpdate } from '../../src/act/update/rule.ts';
import {
  afterNoon,
  allowed,
  incident,
  owed,
  owedKinds,
  policy,
  refusal,
  resolvedIncident,
  roomPosts,
} from '../make.ts';

const at = afterNoon(30);
const closed = resolvedIncident({ status: 'closed' });
const CLOSED = 'INC-0042 is closed. Reopen it first: `/incident reopen` with a reason.';
const TOO_LONG = 'That is 2001 characters; keep it under 2000.';

describe('a note', () => {
  test('is kept on the timeline and shown in the room; no clock starts', () => {
    const decision = addNote(incident(), ' The shop is shut ', 'UANA', at);
    expect(allowed(decision).state).toEqual(incident());
    expect(roomPosts(decision, 'note')).toEqual([{ about: 'note', text: 'The shop is shut', by: 'UANA' }]);
    expect(allowed(decision).events).toMatchObject([{ type: 'note_added', detail: { text: 'The shop is shut' } }]);
  });

  test('may be added to a resolved incident', () => {
    expect(owedKinds(addNote(resolvedIncident(), 'Found the cause', 'UANA', at))).toEqual(['room_post']);
  });

  test('is refused when it is empty, too long, or the incident is closed', () => {
    expect(refusal(addNote(incident(), ' \n', 'UANA', at))).toBe('Write the note after the word: `/incident note …`.');
    expect(refusal(addNote(incident(), '🔥'.repeat(2_001), 'UANA', at))).toBe(TOO_LONG);
    expect(owedKinds(addNote(incident(), '🔥'.repeat(2_000), 'UANA', at))).toEqual(['room_post']);
    expect(refusal(addNote(closed, 'x', 'UANA', at))).toBe(CLOSED);
  });
});

describe('an update', () => {
  test('is told to the room and the subscribers, and promises the next by the severity', () => {
    const decision = postUpdate(incident(), ' We know the cause ', null, policy, 'UANA', at);
    expect(allowed(decision).state).toMatchObject({
      lastUpdate: { text: 'We know the cause', by: 'UANA', at: at.toISOString() },
      nextUpdateDueAt: afterNoon(90),
    });
    expect(roomPosts(decision, 'update')).toEqual([
      { about: 'update', text: 'We know the cause', by: 'UANA', nextAt: afterNoon(90).toISOString() },
    ]);
    expect(owed(decision, 'brief')).toMatchObject([{ topic: 'update' }]);
    expect(allowed(decision).events[0]?.type).toBe('update_posted');
  });

  test('may promise another time', () => {
    expect(allowed(postUpdate(incident(), 'x', 15, policy, 'UANA', at)).state.nextUpdateDueAt).toEqual(afterNoon(45));
    const small = incident({ severity: 'SEV4' });
    expect(allowed(postUpdate(small, 'x', 15, policy, 'UANA', at)).state.nextUpdateDueAt).toEqual(afterNoon(45));
  });

  test('promises nothing where the severity has no cadence, and after the resolution', () => {
    const small = postUpdate(incident({ severity: 'SEV4' }), 'x', null, policy, 'UANA', at);
    expect(allowed(small).state.nextUpdateDueAt).toBeNull();
    expect(roomPosts(small, 'update')).toMatchObject([{ nextAt: null }]);
    expect(allowed(postUpdate(resolvedIncident(), 'x', 15, policy, 'UANA', at)).state.nextUpdateDueAt).toBeNull();
  });

  test('is refused when it is empty, too long, or the incident is closed', () => {
    expect(refusal(postUpdate(incident(), ' ', null, policy, 'UANA', at))).toBe(
      'Write what is new: `/incident update …`.',
    );
    expect(refusal(postUpdate(incident(), 'x'.repeat(2_001), null, policy, 'UANA', at))).toBe(TOO_LONG);
    expect(refusal(postUpdate(closed, 'x', null, policy, 'UANA', at))).toBe(CLOSED);
  });
});

describe("the tech team's word", () => {
  const give = (of = incident(), text = ' No change ', isFixed = false) =>
    giveHeartbeat(of, text, isFixed, policy, 'UTEO', at);

  test('is shown in the room, and the next is asked for by the severity', () => {
    expect(allowed(give()).state).toMatchObject({
      lastHeartbeat: { text: 'No change', by: 'UTEO', at: at.toISOString() },
      heartbeatDueAt: afterNoon(75),
    });
    expect(roomPosts(give(), 'heartbeat')).toEqual([{ about: 'heartbeat', text: 'No change', by: 'UTEO' }]);
    expect(owedKinds(give())).toEqual(['room_post', 'board']);
    expect(allowed(give()).events).toMatchObject([{ type: 'heartbeat_given', detail: { isFixed: false } }]);
  });

  test('that it is fixed ends the asking', () => {
    expect(allowed(give(incident({ heartbeatDueAt: at }), 'Fixed', true)).state.heartbeatDueAt).toBeNull();
  });

  test('is not asked for again where the severity does without, and after the resolution', () => {
    expect(allowed(give(incident({ severity: 'SEV4' }))).state.heartbeatDueAt).toBeNull();
    expect(allowed(give(resolvedIncident())).state.heartbeatDueAt).toBeNull();
  });

  test('is refused when it is empty, too long, or the incident is closed', () => {
    expect(refusal(give(incident(), ' '))).toBe('Say in a line where the fix stands.');
    expect(refusal(give(incident(), 'x'.repeat(2_001)))).toBe(TOO_LONG);
    expect(refusal(give(closed))).toBe(CLOSED);
  });
});
