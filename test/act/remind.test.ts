import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Incident } from '../../src/act/incident/words.ts';
import { logReply, logReplyToAlert } from '../../src/act/reply/rule.ts';
import { changeSeverity } from '../../src/act/severity/rule.ts';
import type { Alert } from '../../src/alert/card/words.ts';
import { claim } from '../../src/assess/claim/rule.ts';
import { tapSeverity } from '../../src/assess/severity/rule.ts';
import { snooze, wake } from '../../src/assess/snooze/rule.ts';
import { alertMarks, asReminder, incidentMarks, nameOf, nextMark } from '../../src/clock/marks.ts';
import { remindAlert, remindIncident } from '../../src/clock/rule.ts';
import type { Decision } from '../../src/words/decision.ts';
import type { Mark, Reminder } from '../../src/words/reminder.ts';
import { SEVERITIES, type Severity } from '../../src/words/severity.ts';
import {
  afterNoon,
  alert,
  allowed,
  answered,
  incident,
  noon,
  owed,
  owedKinds,
  policy,
  remindersIn,
  tiered,
} from '../make.ts';

const reply = { url: 'https://x.com/us/1', network: 'x', answeredBy: 'Ana' } as const;

describe('an alert', () => {
  const claimed = alert({ claimedBy: 'UANA', claimedAt: noon });

  test('is reminded of with all others of the channel, and of whoever has it; its card is drawn anew', () => {
    const decision = remindAlert(claimed, policy, afterNoon(60));
    const reminder: Reminder = {
      clock: 'response',
      step: '50 %',
      at: afterNoon(60).toISOString(),
      dueAt: afterNoon(120).toISOString(),
      lateBy: 0,
    };
    expect(allowed(decision).owed).toEqual([
      { kind: 'reminder_pool', whose: null },
      { kind: 'reminder_pool', whose: 'UANA' },
      { kind: 'alert_card', alertId: 7 },
    ]);
    expect(allowed(decision).state.remindedSince).toEqual(afterNoon(60));
    expect(allowed(decision).events).toMatchObject([{ type: 'reminded', by: { kind: 'firebreak' }, detail: reminder }]);
  });

  test('is not reminded when nothing is due, or a second time', () => {
    expect(owedKinds(remindAlert(claimed, policy, afterNoon(59)))).toEqual([]);
    const reminded = allowed(remindAlert(claimed, policy, afterNoon(60))).state;
    expect(owedKinds(remindAlert(reminded, policy, afterNoon(60)))).toEqual([]);
    expect(owedKinds(remindAlert(reminded, policy, afterNoon(61)))).toEqual([]);
  });

  test('after downtime gives the latest of each clock', () => {
    const said = remindersIn(remindAlert(alert(), policy, afterNoon(119)));
    expect(said.map((one) => [one.clock, one.step, one.lateBy / 60_000])).toEqual([
      ['acknowledge', 'again 2', 39],
      ['response', '90 %', 11],
    ]);
  });

  test('one second after a raise is not told that most of its time is gone; its other clocks still speak', () => {
    const waiting = alert({ acknowledgeDueAt: afterNoon(26), remindedUpTo: noon });
    const raised = allowed(tapSeverity(alert(), 'SEV1', null, tiered, 'UANA', afterNoon(26))).state;
    expect(owedKinds(remindAlert(raised, tiered, afterNoon(26 + 1 / 60)))).toEqual([]);
    const reread = { ...raised, assessedAt: null, acknowledgeDueAt: waiting.acknowledgeDueAt };
    const said = owed(remindAlert(reread, tiered, afterNoon(26 + 1 / 60)), 'alert_reminder');
    expect(said.map(({ reminder }) => `${reminder.clock} ${reminder.step}`)).toEqual(['acknowledge due']);
    const led = incident({ severity: 'SEV3', openedAt: afterNoon(24), remindedUpTo: afterNoon(24) });
    const room = allowed(changeSeverity(led, 'SEV1', null, tiered, 'UANA', afterNoon(26))).state;
    expect(owedKinds(remindIncident(room, tiered, afterNoon(26 + 1 / 60)))).toEqual(['nobody_leads', 'board']);
  });

  test('is not told again when a clock that is behind looks at it', () => {
    const reminded = allowed(remindAlert(claimed, policy, afterNoon(91))).state;
    const behind = allowed(remindAlert(reminded, policy, afterNoon(50))).state;
    expect(owedKinds(remindAlert(behind, policy, afterNoon(92)))).toEqual([]);
  });

  test('pages the owners of its severity when all reminders were in vain', () => {
    const assessed = alert({ severity: 'SEV2', assessedAt: noon, assessedBy: 'UANA' });
    const decision = remindAlert(assessed, policy, afterNoon(210));
    expect(allowed(decision).pages).toMatchObject([
      { alertId: 7, incidentId: null, why: 'no public response yet', steps: [['U2A'], ['U2B']] },
    ]);
    expect(owed(decision, 'page_ask').map(({ person }) => person)).toEqual(['U2A']);
  });

  test('pages by what was suggested when nobody assessed it', () => {
    const pages = (suggested: Severity) => allowed(remindAlert(alert({ suggested }), policy, afterNoon(210))).pages;
    expect(pages('SEV2')).toMatchObject([{ steps: [['U2A'], ['U2B']] }]);
    // Of less than SEV2 nobody is paged for being late.
    expect([...pages('SEV3'), ...pages('SEV4')]).toEqual([]);
  });

  test('is still reminded when nobody can be paged', () => {
    const low = alert({ severity: 'SEV4', assessedAt: noon, assessedBy: 'UANA' });
    expect(owedKinds(remindAlert(low, policy, afterNoon(210)))).toEqual(['reminder_pool', 'alert_card']);
  });

  test('of SEV1 is reminded alone', () => {
    const worst = alert({ severity: 'SEV1', assessedAt: noon, assessedBy: 'UANA' });
    expect(owedKinds(remindAlert(worst, policy, afterNoon(60)))).toEqual(['alert_reminder', 'alert_card']);
  });

  test('pages once for one deadline, and anew for another', () => {
    const id = (about: Alert, at: number) => allowed(remindAlert(about, policy, afterNoon(at))).pages[0]?.id;
    const late = (given: Partial<Alert> = {}) => alert({ suggested: 'SEV2', ...given });
    expect(id(late(), 210)).toBe(id(late(), 500));
    expect(id(late({ responseDueAt: afterNoon(60) }), 500)).not.toBe(id(late(), 500));
    expect(id(late({ id: 8 }), 500)).not.toBe(id(late(), 500));
  });
});

describe('an incident', () => {
  test('is reminded in its room, each reminder said once whoever notices it first', () => {
    const decision = remindIncident(incident({ roles: { lead: 'UANA' } }), policy, afterNoon(60));
    expect(owedKinds(decision)).toEqual(['room_post', 'board']);
    const [post] = owed(decision, 'room_post');
    expect(post?.once).toBe(`inc-42/response/50 %/${afterNoon(120).toISOString()}`);
    expect(post?.post).toMatchObject({ about: 'reminder', reminder: { step: '50 %', lateBy: 0 } });
  });

  test('names every reminder differently', () => {
    const all = incidentMarks(incident({ nextUpdateDueAt: afterNoon(30), heartbeatDueAt: afterNoon(30) }));
    const names = all.map((mark) => nameOf(asReminder(mark, noon)));
    expect(new Set(names).size).toBe(all.length);
  });

  test('pages the next step first at the end: the first was paged when it opened', () => {
    const decision = remindIncident(incident({ severity: 'SEV1' }), policy, afterNoon(210));
    expect(allowed(decision).pages).toMatchObject([
      { incidentId: 42, alertId: null, steps: [['U1C'], ['U1D'], ['U1A', 'U1B']] },
    ]);
  });

  test('that is private pages only people who know of it', () => {
    const secret = incident({ severity: 'SEV1', isPrivate: true, people: ['UANA', 'U1A', 'U1D'] });
    expect(allowed(remindIncident(secret, policy, afterNoon(210))).pages).toMatchObject([
      { steps: [['U1D'], ['U1A']] },
    ]);
  });

  test('pages everyone in it when the policy leaves nobody', () => {
    const secret = incident({ isPrivate: true, people: ['UANA', 'UBO'] });
    expect(allowed(remindIncident(secret, policy, afterNoon(210))).pages).toMatchObject([{ steps: [['UANA', 'UBO']] }]);
    const low = incident({ severity: 'SEV4', people: ['UANA'] });
    expect(allowed(remindIncident(low, policy, afterNoon(210))).pages).toMatchObject([{ steps: [['UANA']] }]);
  });

  test('that is answered pages nobody', () => {
    expect(allowed(remindIncident(incident(answered(100)), policy, afterNoon(210))).pages).toEqual([]);
  });
});

/** A step of a story: something happens some minutes after the last thing. */
interface Turn {
  wait: number;
  does: 'nothing' | 'tick' | 'raise or lower' | 'claim' | 'snooze' | 'wake' | 'reply';
  severity: Severity;
}

const turns = fc.array(
  fc.record<Turn>({
    // Halves of a minute, and often exactly on a mark of the clocks below.
    wait: fc.oneof(fc.constantFrom(0, 3, 15, 30, 60), fc.double({ min: 0, max: 90, noNaN: true })),
    does: fc.constantFrom(
      'nothing',
      'tick',
      'tick',
      'raise or lower',
      'raise or lower',
      'claim',
      'snooze',
      'wake',
      'reply',
    ),
    severity: fc.constantFrom(...SEVERITIES),
  }),
  { maxLength: 25 },
);

interface Story<State> {
  state: State;
  tick: (state: State, now: Date) => Decision<State>;
  act: (state: State, turn: Turn, now: Date) => Decision<State>;
  marks: (state: State) => Mark[];
}

/**
 * Live through the turns. With `isPunctual` the ticker also wakes at every due moment between two turns, as it does
 * when it is running; without, it is down except for the ticks among the turns.
 */
function live<State extends Alert | Incident>(story: Story<State>, all: Turn[], isPunctual: boolean) {
  let { state } = story;
  const said: { reminder: Reminder; at: Date }[] = [];
  let now = noon;
  const tick = (at: Date) => {
    now = at;
    const before = state;
    const decision = allowed(story.tick(state, at));
    state = decision.state;
    for (const event of decision.events) {
      if (event.type !== 'reminded') continue;
      const reminder = event.detail as unknown as Reminder;
      expect(before.respondedAt === null || reminder.clock !== 'response').toBe(true);
      said.push({ reminder, at });
    }
    const next = nextMark(story.marks(state), state.remindedUpTo);
    if (next) expect(next.getTime()).toBeGreaterThan(at.getTime());
  };
  for (const turn of all) {
    const until = new Date(now.getTime() + Math.round(turn.wait * 60_000));
    for (let i = 0; isPunctual && i < 100; i++) {
      const due = nextMark(story.marks(state), state.remindedUpTo);
      if (!due || due > until) break;
      tick(due > now ? due : now);
    }
    now = until;
    if (turn.does === 'tick') tick(now);
    else if (turn.does !== 'nothing') {
      const decision = story.act(state, turn, now);
      if (!decision.allowed) continue;
      state = decision.state;
    }
  }
  return said;
}

function alertStory(): Story<Alert> {
  return {
    state: alert(),
    tick: (state, now) => remindAlert(state, tiered, now),
    marks: alertMarks,
    act: (state, { does, severity }, now) => {
      if (does === 'claim') return claim(state, 'UANA', now);
      if (does === 'snooze') return snooze(state, 30, 'UANA', now);
      if (does === 'wake') return wake(state, 'UANA', now);
      if (does === 'reply') return logReplyToAlert(state, reply, 'UANA', now);
      return tapSeverity(state, severity, 'because', tiered, 'UANA', now);
    },
  };
}

function incidentStory(): Story<Incident> {
  return {
    state: incident({ severity: 'SEV3', nextUpdateDueAt: afterNoon(60), heartbeatDueAt: afterNoon(120) }),
    tick: (state, now) => remindIncident(state, tiered, now),
    marks: incidentMarks,
    act: (state, { does, severity }, now) =>
      does === 'reply'
        ? logReply(state, reply, 'UANA', now)
        : changeSeverity(state, severity, 'because', tiered, 'UANA', now),
  };
}

describe.each([
  ['an alert', alertStory as () => Story<Alert | Incident>],
  ['an incident', incidentStory as () => Story<Alert | Incident>],
])('whatever happens to %s, whenever', (_, story) => {
  test.each([true, false])('no reminder comes twice or early, or after the answer (ticker running: %s)', (runs) => {
    fc.assert(
      fc.property(turns, (all) => {
        const said = live(story(), all, runs);
        const names = said.map(({ reminder }) => nameOf(reminder));
        expect(new Set(names).size).toBe(names.length);
        for (const { reminder, at } of said) expect(Date.parse(reminder.at)).toBeLessThanOrEqual(at.getTime());
      }),
    );
  });

  test('a running ticker says each reminder the moment it falls due, and never calls one late', () => {
    fc.assert(
      fc.property(turns, (all) => {
        for (const { reminder, at } of live(story(), all, true)) {
          expect(at.getTime()).toBe(Date.parse(reminder.at));
          expect(reminder.lateBy).toBe(0);
        }
      }),
    );
  });
});

test('the reminders of a story told in full: claimed, raised late, answered after the breach', () => {
  const said: string[] = [];
  let state = allowed(claim(alert(), 'UANA', afterNoon(5))).state;
  for (let minute = 6; minute <= 300; minute++) {
    if (minute === 70) state = allowed(tapSeverity(state, 'SEV2', null, tiered, 'UANA', afterNoon(minute))).state;
    if (minute === 100) state = allowed(logReplyToAlert(state, reply, 'UANA', afterNoon(minute))).state;
    const decision = allowed(remindAlert(state, tiered, afterNoon(minute)));
    state = decision.state;
    said.push(...remindersIn(decision).map(({ step }) => `${minute}: ${step}`));
  }
  expect(said).toEqual(['60: 50 %', '72: 90 %', '80: breach', '95: +15 min']);
});
