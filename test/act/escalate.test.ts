import { describe, expect, test } from 'vitest';
import { declare, type Escalation, escalate } from '../../src/act/open/rule.ts';
import type { Alert } from '../../src/alert/card/words.ts';
import { CAUSES, type Cause } from '../../src/words/judgement.ts';
import { afterNoon, alert, allowed, answered, noon, owed, owedKinds, policy, refusal, tiered } from '../make.ts';

const MENTION = 'https://x.com/ana/status/1';

function asked(given: Partial<Escalation> = {}): Escalation {
  return { title: 'Late refunds', severity: 'SEV1', owners: ['U1A', 'U1B', 'U1C', 'U1D'], ...given };
}

function escalated(one: Alert, given: Partial<Escalation> = {}, by = 'UANA', numbers = policy) {
  return escalate(one, 42, asked(given), MENTION, numbers, by, afterNoon(30));
}

function steps(given: Partial<Escalation>, by = 'UANA', one = alert()): string[][] | undefined {
  return allowed(escalated(one, given, by)).pages[0]?.steps;
}

describe('escalating', () => {
  const judged = alert({
    cause: 'product_fault',
    affected: ['customers'],
    networks: ['x', 'reddit'],
    accountableOwner: 'UOWEN',
  });
  const decision = escalated(judged);
  const { state, events, pages } = allowed(decision);

  test('opens an incident that knows what the alert knew', () => {
    expect(state.incident).toMatchObject({
      id: 42,
      status: 'open',
      title: 'Late refunds',
      severity: 'SEV1',
      cause: 'product_fault',
      affected: ['customers'],
      networks: ['x', 'reddit'],
      accountableOwner: 'UOWEN',
      alertId: 7,
      mentionUrl: MENTION,
      roomId: null,
      roles: {},
      openedBy: 'UANA',
      openedAt: afterNoon(30),
      remindedUpTo: afterNoon(30),
    });
  });

  test('leaves the alert with who escalated it, which is an assessment and a claim', () => {
    expect(state.alert).toMatchObject({
      status: 'escalated',
      escalatedBy: 'UANA',
      incidentId: 42,
      severity: 'SEV1',
      assessedBy: 'UANA',
      assessedAt: afterNoon(30),
      claimedBy: 'UANA',
      claimedAt: afterNoon(30),
    });
  });

  test('keeps the names of those who claimed and assessed before', () => {
    const taken = alert({ claimedBy: 'UBO', claimedAt: noon, assessedBy: 'UCY', assessedAt: noon, severity: 'SEV1' });
    expect(allowed(escalated(taken)).state.alert).toMatchObject({
      claimedBy: 'UBO',
      claimedAt: noon,
      assessedBy: 'UCY',
      assessedAt: noon,
    });
  });

  test('asks in the opener, the chosen owners and the accountable one, each once', () => {
    expect(state.incident.people).toEqual(['UANA', 'U1A', 'U1B', 'U1C', 'U1D', 'UOWEN']);
    const people = allowed(escalated(judged, { owners: ['UANA', 'UOWEN', 'U1A', 'U1A'] })).state.incident.people;
    expect(people).toEqual(['UANA', 'UOWEN', 'U1A']);
  });

  test('owes a room, the pages, the news and the card; a page waits five seconds for its room', () => {
    expect(owedKinds(decision)).toEqual(['room', 'page_ask', 'page_ask', 'brief', 'alert_card']);
    expect(owed(decision, 'page_ask')[0]).toMatchObject({
      person: 'U1A',
      notBefore: new Date(afterNoon(30).getTime() + 5_000),
    });
  });

  test('writes it on the timeline', () => {
    expect(events.map(({ type, alertId, incidentId }) => [type, alertId, incidentId])).toEqual([
      ['alert_escalated', 7, 42],
      ['incident_opened', 7, 42],
      ['page_sent', null, 42],
    ]);
  });

  test('starts the clocks of insiders now', () => {
    expect(state.incident).toMatchObject({ nextUpdateDueAt: afterNoon(60), heartbeatDueAt: afterNoon(50) });
    expect(allowed(escalated(alert(), { severity: 'SEV4' })).state.incident).toMatchObject({
      nextUpdateDueAt: null,
      heartbeatDueAt: null,
    });
  });

  test('pages one reason once: the page is named for the incident', () => {
    expect(pages.map(({ id, why }) => [id, why])).toEqual([['inc-42/opened', 'new SEV1']]);
  });
});

describe('the response clock', () => {
  test('is carried over', () => {
    expect(allowed(escalated(alert())).state.incident).toMatchObject({
      receivedAt: noon,
      responseDueAt: afterNoon(120),
    });
  });

  test('is read anew from the original start for a higher severity', () => {
    expect(allowed(escalated(alert(), { severity: 'SEV2' }, 'UANA', tiered)).state.incident).toMatchObject({
      receivedAt: noon,
      responseDueAt: afterNoon(60),
      lateBecauseRaised: false,
    });
    expect(allowed(escalated(alert(), { severity: 'SEV1' }, 'UANA', tiered)).state.incident).toMatchObject({
      responseDueAt: afterNoon(40),
      lateBecauseRaised: true,
    });
  });

  test('stays stopped when the alert was answered', () => {
    expect(allowed(escalated(alert(answered(20)))).state.incident).toMatchObject(answered(20));
  });
});

describe('who is paged', () => {
  test('the owners in the order of the policy, then those chosen by hand, one by one', () => {
    expect(steps({ owners: ['UZOE', 'U1D', 'U1A', 'UYAN'] })).toEqual([['U1A'], ['U1D'], ['UZOE'], ['UYAN']]);
  });

  test('nobody who was not chosen, though the policy names them', () => {
    expect(steps({ owners: ['U1C'] })).toEqual([['U1C']]);
  });

  test('not the opener, who knows already', () => {
    expect(steps({ owners: ['U1A', 'U1B', 'U1C'] }, 'U1A')).toEqual([['U1B'], ['U1C']]);
    expect(steps({ owners: ['U1A', 'U1C'] }, 'U1A')).toEqual([['U1C']]);
  });

  test('the opener, when there is nobody else', () => {
    expect(steps({ owners: ['U1A'] }, 'U1A')).toEqual([['U1A']]);
  });

  test('the accountable owner too, and once', () => {
    const owned = alert({ accountableOwner: 'UOWEN' });
    expect(steps({ owners: ['U1A'] }, 'UANA', owned)).toEqual([['U1A'], ['UOWEN']]);
    expect(steps({ owners: ['UOWEN', 'UZOE'] }, 'UANA', owned)).toEqual([['UOWEN'], ['UZOE']]);
  });

  test('nobody, when nobody was chosen', () => {
    const decision = escalated(alert(), { owners: [] });
    expect(allowed(decision).pages).toEqual([]);
    expect(owed(decision, 'page_ask')).toEqual([]);
    expect(owed(decision, 'room')).toHaveLength(1);
  });
});

describe('a private incident', () => {
  test('is private from the first moment when the cause asks for it', () => {
    const causes = Object.keys(CAUSES) as Cause[];
    const hidden = causes.filter((cause) => allowed(escalated(alert({ cause }))).state.incident.isPrivate);
    expect(hidden).toEqual(['malicious_insider', 'account_takeover', 'security_incident']);
  });

  test('asks in nobody but the chosen and the opener', () => {
    const { state, pages } = allowed(escalated(alert({ cause: 'malicious_insider' }), { owners: ['U1C'] }));
    expect(state.incident.people).toEqual(['UANA', 'U1C']);
    expect(pages[0]?.steps).toEqual([['U1C']]);
  });
});

describe('escalating is refused', () => {
  test('a second time, and the second person is told who was first', () => {
    const { alert: gone } = allowed(escalated(alert())).state;
    expect(refusal(escalated(gone, {}, 'UBO'))).toBe('<@UANA> took this to INC-0042 already. Continue there.');
  });

  test('on a dismissed alert', () => {
    const dismissed = alert({ status: 'dismissed', dismissedAs: 'mis_scored', dismissedBy: 'UANA' });
    expect(refusal(escalated(dismissed))).toBe(
      '<@UANA> dismissed this alert (mis-scored (not negative)). Reopen it first.',
    );
  });

  test('below what was assessed: lowering needs a reason', () => {
    const assessed = alert({ severity: 'SEV2', assessedBy: 'UBO', assessedAt: noon });
    expect(refusal(escalated(assessed, { severity: 'SEV3' }))).toBe(
      "It was assessed as SEV2. To lower it, use the card's severity buttons and say why.",
    );
    expect(allowed(escalated(assessed, { severity: 'SEV2' })).state.incident.severity).toBe('SEV2');
    expect(allowed(escalated(assessed, { severity: 'SEV1' })).state.incident.severity).toBe('SEV1');
  });

  test('without a title, or with one too long', () => {
    expect(refusal(escalated(alert(), { title: ' \n ' }))).toBe(
      'Give the incident a title, so that people know what it is about.',
    );
    expect(refusal(escalated(alert(), { title: 'x'.repeat(121) }))).toBe('Keep the title under 120 characters.');
    expect(allowed(escalated(alert(), { title: '🔥'.repeat(120) })).state.incident.title).toBe('🔥'.repeat(120));
    expect(allowed(escalated(alert(), { title: ' Late\n refunds ' })).state.incident.title).toBe('Late refunds');
  });
});

describe('declaring by hand', () => {
  const hand = { ...asked({ severity: 'SEV2', owners: ['U2A'] }), mentionUrl: null, networks: [] };
  const declared = (cause: Cause, title = 'A call from the press') =>
    declare(43, { ...hand, title, cause }, tiered, 'UANA', afterNoon(30));

  test('opens an incident that grew from no alert; its response clock starts now', () => {
    expect(allowed(declared('unknown')).state).toMatchObject({
      id: 43,
      alertId: null,
      receivedAt: afterNoon(30),
      responseDueAt: afterNoon(90),
      respondedAt: null,
      people: ['UANA', 'U2A'],
      isPrivate: false,
    });
    expect(owedKinds(declared('unknown'))).toEqual(['room', 'page_ask', 'brief']);
  });

  test('may be private as well', () => {
    expect(allowed(declared('security_incident')).state.isPrivate).toBe(true);
  });

  test('needs a title', () => {
    expect(refusal(declared('unknown', ''))).toBe('Give the incident a title, so that people know what it is about.');
  });
});
