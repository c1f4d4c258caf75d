import { describe, expect, test } from 'vitest';
import type { Incident } from '../../src/act/incident/words.ts';
import { outgrown } from '../../src/alert/card/rule.ts';
import {
  asReminder,
  isOverBy,
  isOverIn,
  marksOf,
  nameOf,
  passedMarks,
  seriesOf,
  stepOfAlert,
} from '../../src/clock/marks.ts';
import { ALERT_REMINDERS, INCIDENT_REMINDERS, type Row, SUGGESTION } from '../../src/clock/reminders.ts';
import { minutes } from '../../src/words/time.ts';
import { afterNoon, alert, incident, noon } from '../make.ts';

describe('the table of reminders', () => {
  test.each([
    ['of alerts', [...ALERT_REMINDERS, SUGGESTION]],
    ['of incidents', INCIDENT_REMINDERS],
  ] as [string, readonly Row<never>[]][])('%s names each clock and each of its steps once', (_, rows) => {
    const clocks = rows.map(({ clock }) => clock);
    expect(new Set(clocks).size).toBe(clocks.length);
    for (const { steps } of rows) expect(new Set(steps.map(({ step }) => step)).size).toBe(steps.length);
  });

  test('two promises that fall due together are two reminders, and each is said once', () => {
    const questions: Row<Incident> = {
      clock: 'question',
      running: () => [
        { of: 'who flew it', dueAt: afterNoon(30) },
        { of: 'how many', dueAt: afterNoon(30) },
      ],
      steps: [
        { step: 'due', after: 0, says: () => 'Nobody has answered.' },
        { step: 'again', after: minutes(10), says: () => 'Nobody has answered.' },
      ],
    };
    const passed = passedMarks(marksOf([questions], incident()), noon, afterNoon(45));
    const reminders = passed.map((mark) => asReminder(mark, afterNoon(45)));
    expect(reminders.map(({ of, step }) => `${of}, ${step}`)).toEqual(['who flew it, again', 'how many, again']);
    expect(new Set(reminders.map(nameOf)).size).toBe(2);
    expect(new Set(reminders.map(seriesOf)).size).toBe(2);
  });

  test('has what a story that outgrew its judgement is reminded by', () => {
    const judged = alert({ severity: 'SEV4', suggested: 'SEV4', assessedBy: 'UBEN' });
    const owed = outgrown(judged, { ...judged, suggested: 'SEV1' }, noon);
    expect(owed).toMatchObject([{ kind: 'alert_reminder' }]);
    for (const one of owed) if (one.kind === 'alert_reminder') expect(stepOfAlert(one.reminder)).not.toBeNull();
  });

  test('keeps nothing quiet that a newer version owes, while what it is about is open', () => {
    const reminder = { clock: 'statement', step: 'due', at: noon.toISOString(), dueAt: noon.toISOString(), lateBy: 0 };
    expect([isOverBy(alert(), reminder), isOverIn(incident(), reminder)]).toEqual([false, false]);
    expect(isOverBy(alert({ status: 'dismissed' }), reminder)).toBe(true);
  });
});
