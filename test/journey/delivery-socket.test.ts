import { expect, test } from 'vitest';
import { drive } from '../driver.ts';
import { until } from '../replica.ts';
import { ANA, DANIEL, HELEN, PRIYA, SOCIAL_ALERTS } from '../workspace.ts';
import { expectCompleteRoom, expectNothingTwice, postOf } from './exactly-once.ts';

const workspace = drive({ socketMode: true });
const { person, done, story } = workspace;

test('over Socket Mode a mention becomes a card, is claimed and escalated, and gets its room', async () => {
  const { sandbox, settle } = workspace;
  await story('A passenger was injured on board today');
  const ana = person(ANA);
  await done(ana.pressIn(SOCIAL_ALERTS, "I'm on it"));
  expect(JSON.stringify(postOf(sandbox, 'alert_card:1').blocks)).toContain(`<@${ANA}> is on it`);

  expect(await ana.pressIn(SOCIAL_ALERTS, 'Escalate')).toEqual({ ok: true });
  // A socket is given up and replaced now and then; nothing is lost by it.
  await sandbox.idle();
  sandbox.refreshSockets();
  await until('the app is back on a new socket', 10_000, async () => (await ana.submit()).ok);
  await settle();
  const room = expectCompleteRoom(sandbox, 1, { people: [ANA, PRIYA, DANIEL, HELEN], paged: [PRIYA, DANIEL] });
  expect(await person(PRIYA).pressInDm('Acknowledge')).toEqual({ ok: true });
  expect(await ana.command('status', room.id)).toEqual({ ok: true });
  expect(ana.told()).toContain('INC-0001');
  await settle();
  expectNothingTwice(sandbox);
});
