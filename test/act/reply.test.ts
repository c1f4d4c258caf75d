import { describe, expect, test } from 'vitest';
import { logReply, logReplyToAlert } from '../../src/act/reply/rule.ts';
import {
  afterNoon,
  alert,
  allowed,
  answered,
  incident,
  noon,
  owed,
  owedKinds,
  refusal,
  resolvedIncident,
  roomPosts,
} from '../make.ts';

const reply = { url: ' https://x.com/us/status/2 ', network: 'x', answeredBy: ' Ana ' } as const;
const logged = {
  kind: 'reply',
  url: 'https://x.com/us/status/2',
  network: 'x',
  answeredBy: 'Ana',
  loggedBy: 'UANA',
};
const at = afterNoon(40);

describe('a reply in an incident', () => {
  const decision = logReply(incident(), reply, 'UANA', at);

  test('stops the response clock and tells the room and the subscribers', () => {
    expect(allowed(decision).state).toMatchObject({ respondedAt: at, response: logged, status: 'open' });
    expect(roomPosts(decision, 'response')).toEqual([{ about: 'response', response: logged }]);
    expect(owed(decision, 'brief')).toMatchObject([{ topic: 'response' }]);
    expect(owedKinds(decision)).toEqual(['room_post', 'board', 'headline', 'alert_card', 'topic', 'brief']);
    expect(allowed(decision).events).toMatchObject([
      { type: 'reply_logged', detail: { url: logged.url, isFirst: true } },
    ]);
  });

  test('ends a pending decision for silence', () => {
    const asked = incident({ silence: { reason: 'why', askedBy: 'UBO', approver: 'UCEO' } });
    expect(allowed(logReply(asked, reply, 'UANA', at)).state.silence).toBeNull();
  });

  test('that comes later is kept on the timeline and moves no clock', () => {
    const second = logReply(incident(answered(10)), reply, 'UANA', at);
    expect(allowed(second).state).toEqual(incident(answered(10)));
    expect(allowed(second).events).toMatchObject([{ type: 'reply_logged', detail: { isFirst: false } }]);
    expect(owed(second, 'brief')).toEqual([]);
    expect(roomPosts(second, 'response')).toHaveLength(1);
  });

  test('may come after it is resolved, and not after it is closed', () => {
    expect(allowed(logReply(resolvedIncident(), reply, 'UANA', at)).events).toHaveLength(1);
    expect(refusal(logReply(resolvedIncident({ status: 'closed' }), reply, 'UANA', at))).toBe(
      'INC-0042 is closed. Reopen it first: `/incident reopen` with a reason.',
    );
  });
});

describe('a reply to an alert', () => {
  const decision = logReplyToAlert(alert(), reply, 'UANA', at);

  test('stops the response clock; who logged it is on it', () => {
    expect(allowed(decision).state).toMatchObject({
      respondedAt: at,
      response: logged,
      claimedBy: 'UANA',
      claimedAt: at,
    });
    expect(owedKinds(decision)).toEqual(['alert_card']);
  });

  test('leaves the first reply and the first claim', () => {
    const first = alert({ ...answered(10), claimedBy: 'UBO', claimedAt: noon });
    expect(allowed(logReplyToAlert(first, reply, 'UANA', at)).state).toEqual(first);
  });

  test('is refused once the alert is escalated: the incident has the clock', () => {
    const escalated = alert({ status: 'escalated', escalatedBy: 'UBO', incidentId: 42 });
    expect(refusal(logReplyToAlert(escalated, reply, 'UANA', at))).toBe(
      '<@UBO> took this to INC-0042 already. Continue there.',
    );
  });
});

describe('a reply needs', () => {
  test.each([
    '',
    'we answered',
    'x.com/us/status/2',
    'ftp://x.com/us',
    'https://',
    'https://intranet/note',
    'https://x.com/us and more',
    'javascript:alert(1).com',
  ])('a public address, and "%s" is none', (url) => {
    const why =
      'Give the public address of our reply, beginning with https://. An internal note does not stop the clock.';
    expect(refusal(logReply(incident(), { ...reply, url }, 'UANA', at))).toBe(why);
    expect(refusal(logReplyToAlert(alert(), { ...reply, url }, 'UANA', at))).toBe(why);
  });

  test('the human who gave it', () => {
    const why = 'Say who answered: a first response is a human one.';
    expect(refusal(logReply(incident(), { ...reply, answeredBy: ' ' }, 'UANA', at))).toBe(why);
    expect(refusal(logReplyToAlert(alert(), { ...reply, answeredBy: '' }, 'UANA', at))).toBe(why);
  });
});
