import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { incidentMarks } from '../../src/act/incident-marks.ts';
import { onceFor, remindAlert, remindIncident } from '../../src/act/remind.ts';
import { logReply, logReplyToAlert } from '../../src/act/reply.ts';
import { changeSeverity } from '../../src/act/severity.ts';
import { alertMarks } from '../../src/alert/alert-marks.ts';
import { nextMark } from '../../src/alert/marks.ts';
import { tapSeverity } from '../../src/assess/assess.ts';
import { claim } from '../../src/assess/claim.ts';
import { snooze, wake } from '../../src/assess/snooze.ts';
import {
  type Alert,
  type Decision,
  type Incident,
  type Mark,
  type Reminder,
  SEVERITIES,
  type Severity,
} from '../../src/words.ts';
import { afterNoon, alert, allowed, answered, incident, noon, owed, owedKinds, policy, tiered } from '../make.ts';

const reply = { url: 'https://x.com/us/1', network: 'x', answeredBy: 'Ana' } as const;

describe('an alert', () => {
  const claimed = alert({ claimedBy: 'UANA', claimedAt: noon });

  test('is reminded in the alerts channel, with its card drawn anew and a line on the timeline', () => {
    const decision = remindAlert(claimed, policy, afterNoon(60));
    const reminder: Reminder = {
      clock: 'response',
      step: '50 %',
      at: afterNoon(60).toISOString(),
      dueAt: afterNoon(120).toISOString(),
      lateBy: 0,
    };
    expect(allowed(decision).owed).toEqual([
      { kind: 'alert_reminder', alertId: 7, reminder },
      { kind: 'alert_card', alertId: 7 },
    ]);
    expect(allowed(decision).events).toMatchObject([{ type: 'reminded', by: { kind: 'firebreak' }, detail: reminder }]);
  });

  test('is not reminded when nothing is due, or a second time', () => {
    expect(owedKinds(remindAlert(claimed, policy, afterNoon(59)))).toEqual([]);
    const reminded = allowed(remindAlert(claimed, policy, afterNoon(60))).state;
    expect(owedKinds(remindAlert(reminded, policy, afterNoon(60)))).toEqual([]);
    expect(owedKinds(remindAlert(reminded, policy, afterNoon(61)))).toEqual([]);
  });

  test('after downtime gives the latest of each clock', () => {
    const said = owed(remindAlert(alert(), policy, afterNoon(119)), 'alert_reminder');
    expect(said.map(({ reminder }) => [reminder.clock, reminder.step, reminder.lateBy / 60_000])).toEqual([
      ['acknowledge', 'again 2', 39],
      ['response', '90 %', 11],
    ]);
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
    expect(allowed(remindAlert(alert(), policy, afterNoon(210))).pages).toMatchObject([{ steps: [['U3A']] }]);
  });

  test('is still reminded when nobody can be paged', () => {
    const low = alert({ severity: 'SEV4', assessedAt: noon, assessedBy: 'UANA' });
    expect(owedKinds(remindAlert(low, policy, afterNoon(210)))).toEqual(['alert_reminder', 'alert_card']);
  });

  test('pages once for one deadline, and anew for another', () => {
    const id = (about: Alert, at: number) => allowed(remindAlert(about, policy, afterNoon(at))).pages[0]?.id;
    expect(id(alert(), 210)).toBe(id(alert(), 500));
    expect(id(alert({ responseDueAt: afterNoon(60) }), 500)).not.toBe(id(alert(), 500));
    expect(id(alert({ id: 8 }), 500)).not.toBe(id(alert(), 500));
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
    const names = all.map((mark) => onceFor('inc-42', { ...mark, dueAt: mark.dueAt.toISOString(), at: '', lateBy: 0 }));
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
  const said: { reminder: Reminder; at: Date; dueSince: number }[] = [];
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
      said.push({ reminder, at, dueSince: changedAt });
    }
    const next = nextMark(story.marks(state), state.remindedUpTo);
    if (next) expect(next.getTime()).toBeGreaterThan(at.getTime());
  };
  let changedAt = noon.getTime();
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
      changedAt = now.getTime();
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
        const names = said.map(({ reminder }) => onceFor('it', reminder));
        expect(new Set(names).size).toBe(names.length);
        for (const { reminder, at } of said) expect(Date.parse(reminder.at)).toBeLessThanOrEqual(at.getTime());
      }),
    );
  });

  test('a running ticker says each reminder the moment it falls due', () => {
    fc.assert(
      fc.property(turns, (all) => {
        for (const { reminder, at, dueSince } of live(story(), all, true)) {
          // A deadline that a person moved into the past falls due when they moved it.
          expect(at.getTime()).toBe(Math.max(Date.parse(reminder.at), dueSince));
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
    said.push(...owed(decision, 'alert_reminder').map(({ reminder }) => `${minute}: ${reminder.step}`));
  }
  expect(said).toEqual(['60: 50 %', '72: 90 %', '80: breach', '95: +15 min']);
});
