import { describe, expect, test } from 'vitest';
import { maySee } from '../../src/act/incident/permissions.ts';
import { answerSilence, askSilence } from '../../src/act/silence/rule.ts';
import { readClock } from '../../src/alert/response/rule.ts';
import { remindIncident } from '../../src/clock/rule.ts';
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

const at = afterNoon(30);
const ask = (of = incident(), reason = ' It is satire ', approver = 'UCEO', by = 'UANA') =>
  askSilence(of, reason, approver, by, at);
const asked = allowed(ask()).state;

describe('proposing no public response', () => {
  test('asks one named person and tells the room', () => {
    expect(asked.silence).toEqual({ reason: 'It is satire', askedBy: 'UANA', approver: 'UCEO' });
    expect(owed(ask(), 'silence_ask')).toMatchObject([{ approver: 'UCEO' }]);
    expect(roomPosts(ask(), 'silence_asked')).toEqual([
      { about: 'silence_asked', reason: 'It is satire', askedBy: 'UANA', approver: 'UCEO' },
    ]);
    expect(allowed(ask()).events).toMatchObject([{ type: 'silence_asked', detail: { approver: 'UCEO' } }]);
  });

  test('asks the approver into the room, who must see what they decide on, then and later', () => {
    expect(owed(ask(), 'invite')).toEqual([{ kind: 'invite', incidentId: 42, people: ['UCEO'] }]);
    expect(asked.people).toContain('UCEO');
    const secret = allowed(ask(incident({ isPrivate: true }))).state;
    expect(maySee({ ...secret, silence: null }, 'UCEO')).toBe(true);
    expect(owedKinds(ask(incident(), 'why', 'U2A'))).toEqual(['silence_ask', 'room_post', 'board']);
  });

  test('does not stop the clock', () => {
    expect(readClock(asked, afterNoon(121)).state).toBe('breached');
    const led = { ...asked, roles: { lead: 'UANA' } };
    expect(owed(remindIncident(led, policy, afterNoon(60)), 'room_post')).toHaveLength(1);
  });

  test('may be made anew, of another person', () => {
    expect(allowed(ask(asked, 'because', 'U2A')).state.silence?.approver).toBe('U2A');
  });

  test('is refused without a reason, of oneself, when answered, and when closed', () => {
    expect(refusal(ask(incident(), ' '))).toBe('Say why there should be no public response.');
    expect(refusal(ask(incident(), 'why', 'UANA'))).toBe('Somebody else must approve this. Choose another person.');
    expect(refusal(ask(incident(answered(10))))).toBe('A public response is logged already.');
    expect(refusal(ask(resolvedIncident({ status: 'closed' })))).toContain('INC-0042 is closed.');
  });
});

describe("the approver's yes", () => {
  const decision = answerSilence(asked, true, 'UCEO', afterNoon(45));

  test('stops the clock, with the reason and both names', () => {
    expect(allowed(decision).state).toMatchObject({
      silence: null,
      respondedAt: afterNoon(45),
      response: { kind: 'none', reason: 'It is satire', decidedBy: 'UANA', approvedBy: 'UCEO' },
    });
    expect(allowed(decision).events).toMatchObject([{ type: 'silence_approved', by: { kind: 'person', id: 'UCEO' } }]);
  });

  test('is told to the room and the subscribers like any response', () => {
    expect(roomPosts(decision, 'response')).toHaveLength(1);
    expect(owed(decision, 'brief')).toMatchObject([{ topic: 'response' }]);
  });
});

describe("the approver's no", () => {
  const decision = answerSilence(asked, false, 'UCEO', afterNoon(45));

  test('leaves the clock running', () => {
    expect(allowed(decision).state).toMatchObject({ silence: null, respondedAt: null, response: null });
    expect(roomPosts(decision, 'silence_declined')).toEqual([{ about: 'silence_declined', by: 'UCEO' }]);
    expect(allowed(decision).events[0]?.type).toBe('silence_declined');
  });
});

test.each([true, false])('nobody but the approver has a say (%s)', (approves) => {
  expect(refusal(answerSilence(asked, approves, 'UANA', at))).toBe('<@UCEO> was asked to approve this.');
  expect(refusal(answerSilence(incident(), approves, 'UCEO', at))).toBe('There is nothing to approve any more.');
  const both = { ...asked, ...answered(40) };
  expect(refusal(answerSilence(both, approves, 'UCEO', at))).toBe('There is nothing to approve any more.');
  expect(refusal(answerSilence({ ...asked, status: 'closed' }, approves, 'UCEO', at))).toContain('is closed');
});
