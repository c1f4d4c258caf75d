import type { BlockAction, ButtonAction } from '@slack/bolt';
import { expect, test } from 'vitest';
import { ANA, MATEO, SOCIAL_ALERTS } from '../../src/sandbox/data/acme.ts';
import { boltApp, card, client, workspace } from './workspace.ts';

const MODAL = {
  type: 'modal' as const,
  callback_id: 'reason',
  title: { type: 'plain_text' as const, text: 'Why?' },
  submit: { type: 'plain_text' as const, text: 'Send' },
  notify_on_close: true,
  blocks: [
    {
      type: 'input',
      block_id: 'why',
      label: { type: 'plain_text' as const, text: 'Why' },
      element: { type: 'plain_text_input' as const, action_id: 'text' },
    },
  ],
};

const click = (ts: string, actionId: string) => ({
  as: ANA,
  kind: 'click' as const,
  place: { kind: 'message' as const, channel: SOCIAL_ALERTS, ts },
  blockId: 'buttons',
  actionId,
  state: { type: 'button' },
});

test('a click opens a modal, and its submission reaches the app with what was typed', async () => {
  const sandbox = await workspace();
  const heard: string[] = [];
  await boltApp(sandbox, (app) => {
    app.action<BlockAction<ButtonAction>>('open', async ({ ack, body, client: web, action }) => {
      await ack();
      heard.push(action.value ?? '', body.user.id, body.channel?.id ?? '');
      await web.views.open({ trigger_id: body.trigger_id, view: MODAL });
    });
    app.view('reason', async ({ ack, view }) => {
      heard.push(view.state.values.why?.text?.value ?? '');
      await ack();
    });
  });
  const { ts = '' } = await client(sandbox).chat.postMessage({
    channel: SOCIAL_ALERTS,
    text: 'card',
    blocks: card('Hello', 'open'),
  });

  expect(await sandbox.act(click(ts, 'open'))).toEqual({ ok: true });
  await sandbox.idle();
  const [view] = sandbox.views(ANA);
  expect(view?.view.callback_id).toBe('reason');
  const values = { why: { text: { type: 'plain_text_input', value: 'because' } } };
  expect(await sandbox.act({ as: ANA, kind: 'submit', viewId: view?.id ?? '', values })).toEqual({ ok: true });

  expect(heard).toEqual(['value of open', ANA, SOCIAL_ALERTS, 'because']);
  expect(sandbox.views(ANA)).toEqual([]);
});

test('an empty required field never reaches the app', async () => {
  const sandbox = await workspace();
  await boltApp(sandbox, (app) => {
    app.shortcut('open_something', async ({ ack, body, client: web }) => {
      await ack();
      await web.views.open({ trigger_id: body.trigger_id, view: MODAL });
    });
  });
  await sandbox.act({ as: ANA, kind: 'shortcut', callbackId: 'open_something' });
  await sandbox.idle();
  const [view] = sandbox.views(ANA);
  const before = sandbox.deliveries().length;
  const answer = await sandbox.act({ as: ANA, kind: 'submit', viewId: view?.id ?? '', values: {} });
  expect(answer.ok).toBe(false);
  expect(Object.keys(sandbox.views(ANA)[0]?.errors ?? {})).toEqual(['why']);
  expect(sandbox.deliveries()).toHaveLength(before);
});

test('response_action errors stand on the view, push stacks, update replaces, clear closes all', async () => {
  const sandbox = await workspace();
  const actions = [
    { response_action: 'errors' as const, errors: { why: 'Too short.' } },
    { response_action: 'push' as const, view: { ...MODAL, callback_id: 'reason' } },
    { response_action: 'update' as const, view: { ...MODAL, title: { type: 'plain_text' as const, text: 'New' } } },
    { response_action: 'clear' as const },
  ];
  await boltApp(sandbox, (app) => {
    app.shortcut('open_something', async ({ ack, body, client: web }) => {
      await ack();
      await web.views.open({ trigger_id: body.trigger_id, view: MODAL });
    });
    app.view('reason', async ({ ack }) => {
      const next = actions.shift();
      await (next ? ack(next) : ack());
    });
  });
  await sandbox.act({ as: ANA, kind: 'shortcut', callbackId: 'open_something' });
  await sandbox.idle();
  const values = { why: { text: { type: 'plain_text_input', value: 'x' } } };
  const submitTop = async () =>
    sandbox.act({ as: ANA, kind: 'submit', viewId: sandbox.views(ANA).at(-1)?.id ?? '', values });

  await submitTop();
  expect(sandbox.views(ANA)[0]?.errors).toEqual({ why: 'Too short.' });
  await submitTop();
  expect(sandbox.views(ANA)).toHaveLength(2);
  expect(sandbox.views(ANA)[0]?.errors).toEqual({});
  await submitTop();
  expect(sandbox.views(ANA).at(-1)?.view.title.text).toBe('New');
  await submitTop();
  expect(sandbox.views(ANA)).toEqual([]);
});

test('closing a view that asked for it tells the app', async () => {
  const sandbox = await workspace();
  const closed: string[] = [];
  await boltApp(sandbox, (app) => {
    app.shortcut('open_something', async ({ ack, body, client: web }) => {
      await ack();
      await web.views.open({ trigger_id: body.trigger_id, view: MODAL });
    });
    app.view({ type: 'view_closed', callback_id: 'reason' }, async ({ ack, view }) => {
      closed.push(view.id);
      await ack();
    });
  });
  await sandbox.act({ as: ANA, kind: 'shortcut', callbackId: 'open_something' });
  await sandbox.idle();
  const id = sandbox.views(ANA)[0]?.id ?? '';
  await sandbox.act({ as: ANA, kind: 'close', viewId: id });
  expect(closed).toEqual([id]);
  expect(sandbox.views(ANA)).toEqual([]);
});

test('a slash command carries escaped names, and its ack is shown to the one who typed', async () => {
  const sandbox = await workspace();
  const typed: string[] = [];
  await boltApp(sandbox, (app) => {
    app.command('/try', async ({ ack, command }) => {
      typed.push(command.text);
      await ack({ text: 'only for you' });
    });
    app.command('/raw', async ({ ack, command, respond }) => {
      typed.push(command.text);
      await ack();
      await respond({ text: 'for all', response_type: 'in_channel' });
    });
  });
  const say = (command: string) =>
    sandbox.act({ as: ANA, kind: 'command', channel: SOCIAL_ALERTS, command, text: 'ask @mateo.gil in #general' });
  expect(await say('/try')).toEqual({ ok: true });
  expect(await say('/raw')).toEqual({ ok: true });
  await sandbox.idle();

  expect(typed).toEqual([`ask <@${MATEO}|mateo.gil> in <#C0GENERAL|general>`, 'ask @mateo.gil in #general']);
  expect(sandbox.ephemerals(ANA).map((message) => message.text)).toEqual(['only for you']);
  expect(sandbox.ephemerals(MATEO)).toEqual([]);
  expect(sandbox.messages('social-alerts').map((message) => message.text)).toEqual(['for all']);
});

test('a mention, a direct message and a reaction reach the app as events', async () => {
  const sandbox = await workspace();
  const heard: string[] = [];
  await boltApp(sandbox, (app) => {
    app.event('app_mention', async ({ event }) => void heard.push(`mention ${event.user}`));
    app.message('hello', async ({ message, say }) => {
      if (message.subtype !== undefined) return;
      heard.push(`${message.channel_type} ${message.text}`);
      if (message.channel_type === 'im') await say('hi');
    });
    app.event('reaction_added', async ({ event }) => void heard.push(`reaction ${event.reaction}`));
    app.event('app_home_opened', async ({ event, client: web }) => {
      if (event.tab !== 'home') return;
      await web.views.publish({ user_id: event.user, view: { type: 'home', blocks: [{ type: 'divider' }] } });
    });
  });
  await sandbox.act({ as: ANA, kind: 'post', channel: SOCIAL_ALERTS, text: '@Tester look' });
  const opened = await sandbox.act({ as: ANA, kind: 'open_dm', user: sandbox.botUserId });
  const channel = opened.ok ? (opened.channel ?? '') : '';
  await sandbox.act({ as: ANA, kind: 'post', channel, text: 'hello' });
  const [first] = sandbox.messages('social-alerts');
  await sandbox.act({ as: MATEO, kind: 'react', channel: SOCIAL_ALERTS, ts: first?.ts ?? '', name: 'eyes' });
  await sandbox.act({ as: MATEO, kind: 'open_home' });
  await sandbox.idle();

  expect(heard.sort()).toEqual(['im hello', `mention ${ANA}`, 'reaction eyes']);
  expect(sandbox.dm(ANA).map((message) => message.text)).toEqual(['hello', 'hi']);
  expect(sandbox.home(MATEO)?.blocks).toHaveLength(1);
});

test('an external select asks the app for options', async () => {
  const sandbox = await workspace();
  await boltApp(sandbox, (app) => {
    app.options('pick', async ({ ack, options }) => {
      await ack({ options: [{ text: { type: 'plain_text', text: `${options.value}!` }, value: 'v' }] });
    });
  });
  const { ts = '' } = await client(sandbox).chat.postMessage({
    channel: SOCIAL_ALERTS,
    text: 'pick',
    blocks: [{ type: 'actions', block_id: 'b', elements: [{ type: 'external_select', action_id: 'pick' }] }],
  });
  const place = { kind: 'message' as const, channel: SOCIAL_ALERTS, ts };
  const answer = await sandbox.act({ as: ANA, kind: 'options', place, blockId: 'b', actionId: 'pick', typed: 'abc' });
  expect(answer).toEqual({ ok: true, options: [{ text: 'abc!', value: 'v' }] });
});
