import { describe, expect, test } from 'vitest';
import type { Incident } from '../../src/act/incident/words.ts';
import { incidentMarks } from '../../src/clock/marks.ts';
import { afterNoon, answered, incident, noon, resolvedIncident } from '../make.ts';

function minutesOf(clock: string, of: Incident): number[] {
  return incidentMarks(of)
    .filter((mark) => mark.clock === clock)
    .map((mark) => (mark.at.getTime() - noon.getTime()) / 60_000);
}

describe('an open incident', () => {
  test('asks for a lead every two minutes, five times, until somebody leads', () => {
    expect(minutesOf('lead', incident())).toEqual([2, 4, 6, 8, 10]);
    expect(minutesOf('lead', incident({ openedAt: afterNoon(30) }))).toEqual([32, 34, 36, 38, 40]);
    expect(minutesOf('lead', incident({ roles: { lead: 'UANA' } }))).toEqual([]);
    expect(minutesOf('lead', incident({ roles: { legal: 'ULEO' } }))).toHaveLength(5);
  });

  test('asks for the next update at its time and twice more', () => {
    expect(minutesOf('update', incident({ nextUpdateDueAt: afterNoon(30) }))).toEqual([30, 45, 60]);
    expect(minutesOf('update', incident({ nextUpdateDueAt: null }))).toEqual([]);
  });

  test('asks the tech team at its time and twice more', () => {
    expect(minutesOf('heartbeat', incident({ heartbeatDueAt: afterNoon(20) }))).toEqual([20, 30, 40]);
    expect(minutesOf('heartbeat', incident({ heartbeatDueAt: null }))).toEqual([]);
  });

  test('is reminded of the response until there is one; the other clocks go on', () => {
    expect(minutesOf('response', incident())).toEqual([60, 90, 108, 120, 135, 150, 165, 180, 195, 210]);
    const done = incident({ ...answered(30), nextUpdateDueAt: afterNoon(60) });
    expect(minutesOf('response', done)).toEqual([]);
    expect(minutesOf('update', done)).toHaveLength(3);
  });
});

test.each(['resolved', 'closed'] as const)('a %s incident is reminded of nothing', (status) => {
  const due = { nextUpdateDueAt: afterNoon(30), heartbeatDueAt: afterNoon(30) };
  expect(incidentMarks(resolvedIncident({ status, ...due }))).toEqual([]);
});
