import { expect, test } from 'vitest';
import { ANA } from '../../src/sandbox/data/acme.ts';
import type { Sandbox } from '../../src/sandbox/workspace-server.ts';
import { client, refusal, workspace } from './workspace.ts';

const modal = (title: string, more: object = {}) => ({
  type: 'modal' as const,
  title: { type: 'plain_text' as const, text: title },
  blocks: [
    {
      type: 'actions',
      block_id: 'b',
      elements: [{ type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'A' } }],
    },
  ],
  ...more,
});

/** The trigger of a shortcut, or of a click in the topmost modal. */
async function trigger(sandbox: Sandbox, from: 'shortcut' | 'modal'): Promise<string> {
  const viewId = sandbox.views(ANA).at(-1)?.id ?? '';
  const click = { blockId: 'b', actionId: 'a', state: { type: 'button' } };
  if (from === 'shortcut') await sandbox.act({ as: ANA, kind: 'shortcut', callbackId: 'open_something' });
  else await sandbox.act({ as: ANA, kind: 'click', place: { kind: 'view', viewId }, ...click });
  return String(sandbox.deliveries().at(-1)?.payload.trigger_id);
}

test('modals stack three high and no higher', async () => {
  const sandbox = await workspace();
  const web = client(sandbox);
  await web.views.open({ trigger_id: await trigger(sandbox, 'shortcut'), view: modal('1') });
  await web.views.push({ trigger_id: await trigger(sandbox, 'modal'), view: modal('2') });
  const third = await web.views.push({ trigger_id: await trigger(sandbox, 'modal'), view: modal('3') });
  expect(third.view).toMatchObject({
    root_view_id: sandbox.views(ANA)[0]?.id,
    previous_view_id: sandbox.views(ANA)[1]?.id,
  });
  const fourth = web.views.push({ trigger_id: await trigger(sandbox, 'modal'), view: modal('4') });
  expect(await refusal(fourth)).toBe('push_limit_reached');
  expect(sandbox.views(ANA).map(({ view }) => view.title.text)).toEqual(['1', '2', '3']);
});

test('an invalid view does not cost the trigger, and says what is wrong', async () => {
  const sandbox = await workspace();
  const web = client(sandbox);
  const trigger_id = await trigger(sandbox, 'shortcut');
  const error = await web.views.open({ trigger_id, view: modal('x'.repeat(25)) }).catch((one) => one.data);
  expect(error).toMatchObject({
    error: 'invalid_arguments',
    response_metadata: { messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'] },
  });
  await web.views.open({ trigger_id, view: modal('fine') });
  expect(sandbox.views(ANA)).toHaveLength(1);
});

test('a view is updated by id or external id, guarded by its hash', async () => {
  const sandbox = await workspace();
  const web = client(sandbox);
  const opened = await web.views.open({
    trigger_id: await trigger(sandbox, 'shortcut'),
    view: modal('1', { external_id: 'mine' }),
  });
  const hash = opened.view?.hash ?? '';
  await web.views.update({ view_id: opened.view?.id ?? '', hash, view: modal('2', { external_id: 'mine' }) });
  const stale = web.views.update({ view_id: opened.view?.id ?? '', hash, view: modal('3') });
  expect(await refusal(stale)).toBe('hash_conflict');
  await web.views.update({ external_id: 'mine', view: modal('4') });
  expect(sandbox.views(ANA).map(({ view }) => view.title.text)).toEqual(['4']);
  expect(await refusal(web.views.update({ view_id: 'V0NOWHERE', view: modal('5') }))).toBe('not_found');
});

test('a view of more than 250 kB is too large', async () => {
  const sandbox = await workspace();
  const text = { type: 'plain_text' as const, text: 'x'.repeat(2900) };
  const blocks = Array.from({ length: 90 }, () => ({ type: 'section', text }));
  const view = modal('1', { blocks });
  const trigger_id = await trigger(sandbox, 'shortcut');
  expect(await refusal(client(sandbox).views.open({ trigger_id, view }))).toBe('view_too_large');
});

test('nobody clicks what is not there, or chooses what was not offered', async () => {
  const sandbox = await workspace();
  const options = [{ text: { type: 'plain_text', text: 'One' }, value: '1' }];
  const select = { type: 'static_select', action_id: 's', options };
  await client(sandbox).views.open({
    trigger_id: await trigger(sandbox, 'shortcut'),
    view: modal('1', { blocks: [{ type: 'actions', block_id: 'b', elements: [select] }] }),
  });
  const before = sandbox.deliveries().length;
  const place = { kind: 'view' as const, viewId: sandbox.views(ANA)[0]?.id ?? '' };
  const choose = (value: string, actionId = 's') =>
    sandbox.act({
      as: ANA,
      kind: 'click',
      place,
      blockId: 'b',
      actionId,
      state: { type: 'static_select', selected_option: { value } },
    });
  expect(await choose('2')).toMatchObject({ why: expect.stringContaining('no longer there') });
  expect(await choose('1', 'other')).toMatchObject({ why: expect.stringContaining('no longer there') });
  expect(sandbox.deliveries()).toHaveLength(before);
  await choose('1');
  expect(sandbox.deliveries().at(-1)?.payload).toMatchObject({
    actions: [{ action_id: 's', selected_option: { value: '1' } }],
    view: { state: { values: { b: { s: { selected_option: { value: '1' } } } } } },
  });
});
