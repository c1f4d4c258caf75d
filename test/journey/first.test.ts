import { afterEach, expect, test } from 'vitest';
import { ANA, asPerson, openWorkspace, SOCIAL_ALERTS, type Workspace } from '../workspace.ts';

let workspace: Workspace;
afterEach(() => workspace.close());

test('an escalated alert gets a room with its owners, a board and a page', async () => {
  workspace = await openWorkspace();
  const { sandbox, send, settle } = workspace;
  expect((await send({ text: 'A passenger was injured on board today', url: 'https://x.com/a/1' })).status).toBe(202);
  await settle();
  const ana = asPerson(sandbox, ANA);
  expect(await ana.pressIn(SOCIAL_ALERTS, 'Escalate')).toEqual({ ok: true });
  expect(await ana.submit()).toEqual({ ok: true });
  await settle();
  const room = sandbox.channel('inc-0001-a-passenger-was-injured-on-board-today');
  expect(room?.members).toHaveLength(5);
});
