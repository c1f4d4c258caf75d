import { afterEach, expect, test, vi } from 'vitest';
import { until } from '../replica.ts';
import { ANA, asPerson, DANIEL, HELEN, openWorkspace, PRIYA, SOCIAL_ALERTS, type Workspace } from '../workspace.ts';
import { expectCompleteRoom, expectNothingTwice, postOf } from './exactly-once.ts';

// A database takes seconds to make, and this machine may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let workspace: Workspace;
afterEach(() => workspace.close());

test('over Socket Mode a mention becomes a card, is claimed and escalated, and gets its room', async () => {
  workspace = await openWorkspace({ socketMode: true });
  const { sandbox, send, settle } = workspace;
  await send({ text: 'A passenger was injured on board today', url: 'https://x.com/a/1' });
  await settle();
  const ana = asPerson(sandbox, ANA);
  expect(await ana.pressIn(SOCIAL_ALERTS, "I'm on it")).toEqual({ ok: true });
  await settle();
  expect(JSON.stringify(postOf(sandbox, 'alert_card:1').blocks)).toContain(`<@${ANA}> is on it`);

  expect(await ana.pressIn(SOCIAL_ALERTS, 'Escalate')).toEqual({ ok: true });
  // A socket is given up and replaced now and then; nothing is lost by it.
  await sandbox.idle();
  sandbox.refreshSockets();
  await until('the app is back on a new socket', 10_000, async () => (await ana.submit()).ok);
  await settle();
  const room = expectCompleteRoom(sandbox, 1, { people: [ANA, PRIYA, DANIEL, HELEN], paged: [PRIYA, DANIEL] });
  expect(await asPerson(sandbox, PRIYA).pressInDm('Acknowledge')).toEqual({ ok: true });
  expect(await ana.command('status', room.id)).toEqual({ ok: true });
  expect(ana.told()).toContain('INC-0001');
  await settle();
  expectNothingTwice(sandbox);
});
