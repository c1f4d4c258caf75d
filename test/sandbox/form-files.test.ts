/** Files in forms, as Slack hands them to an app. */
import type { App } from '@slack/bolt';
import { expect, test } from 'vitest';
import { ANA, MATEO } from '../../src/sandbox/data/acme.ts';
import type { ElementState } from '../../src/sandbox/protocol.ts';
import type { Sandbox } from '../../src/sandbox/workspace-server.ts';
import { MANIFEST } from './manifest.ts';
import { boltApp, client, refusal, workspace } from './workspace.ts';

const CSV = 'url,text\nhttps://example.com/1,Hello\n';

const formOf = (element: object = {}) => ({
  type: 'modal' as const,
  callback_id: 'files',
  title: { type: 'plain_text' as const, text: 'Files' },
  submit: { type: 'plain_text' as const, text: 'Send' },
  blocks: [
    {
      type: 'input',
      block_id: 'file',
      label: { type: 'plain_text' as const, text: 'File' },
      element: { type: 'file_input', action_id: 'value', filetypes: ['csv', 'txt'], max_files: 1, ...element },
    },
  ],
});

type SentFile = Record<string, string | number | boolean>;

/** A form with a file input is open on Ana's screen; `heard` are the files the app is sent. */
async function openForm(sandbox: Sandbox, element: object = {}): Promise<SentFile[][]> {
  const heard: SentFile[][] = [];
  await boltApp(sandbox, (app: App) => {
    app.shortcut('open_something', async ({ ack, body, client: web }) => {
      await ack();
      await web.views.open({ trigger_id: body.trigger_id, view: formOf(element) });
    });
    app.view('files', async ({ ack, view }) => {
      const chosen = view.state.values.file?.value as unknown as { files: SentFile[] } | undefined;
      heard.push(chosen?.files ?? []);
      await ack();
    });
  });
  await sandbox.act({ as: ANA, kind: 'shortcut', callbackId: 'open_something' });
  await sandbox.idle();
  return heard;
}

async function attach(sandbox: Sandbox, as: string, name: string, content: string | Buffer = CSV) {
  const answer = await sandbox.act({
    as,
    kind: 'attach',
    name,
    contentBase64: Buffer.from(content).toString('base64'),
  });
  if (!answer.ok || !answer.file) throw new Error('It was not taken.');
  return answer.file;
}

async function submit(sandbox: Sandbox, ...files: object[]) {
  const state: ElementState = { type: 'file_input', files };
  return sandbox.act({
    as: ANA,
    kind: 'submit',
    viewId: sandbox.views(ANA).at(-1)?.id ?? '',
    values: { file: { value: state } },
  });
}

const errors = (sandbox: Sandbox) => sandbox.views(ANA).at(-1)?.errors;

test('the app is sent the whole file object and fetches the same bytes with its token', async () => {
  const sandbox = await workspace();
  const heard = await openForm(sandbox);
  const { id } = await attach(sandbox, ANA, 'Export ü.csv');
  expect(await submit(sandbox, { id })).toEqual({ ok: true });

  const [[file] = []] = heard;
  expect(file).toMatchObject({
    id,
    name: 'Export ü.csv',
    mimetype: 'text/csv',
    filetype: 'csv',
    size: CSV.length,
    user: ANA,
  });
  for (const url of [file?.url_private_download, file?.url_private]) {
    const answer = await fetch(String(url), { headers: { authorization: `Bearer ${sandbox.botToken}` } });
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([200, 'text/csv', CSV]);
  }
  expect((await client(sandbox).files.info({ file: id })).file).toMatchObject({ id, is_public: false });
});

test('without the token, or without files:read, the sign-in page is answered and not the file', async () => {
  const sandbox = await workspace();
  const heard = await openForm(sandbox);
  await submit(sandbox, await attach(sandbox, ANA, 'a.csv'));
  const url = String(heard[0]?.[0]?.url_private_download);
  for (const authorization of [undefined, 'Bearer xoxb-wrong']) {
    const init = authorization ? { headers: { authorization } } : {};
    const answer = await fetch(url, { ...init, redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, expect.stringContaining('redir=')]);
    const followed = await fetch(url, init);
    expect(followed.headers.get('content-type')).toContain('text/html');
  }

  const { bot } = MANIFEST.oauth_config.scopes;
  const scopes = { bot: bot.filter((scope) => scope !== 'files:read') };
  const other = await workspace({ manifest: { ...MANIFEST, oauth_config: { scopes } } });
  const sent = await openForm(other);
  await submit(other, await attach(other, ANA, 'a.csv'));
  const headers = { authorization: `Bearer ${other.botToken}` };
  expect((await fetch(String(sent[0]?.[0]?.url_private), { headers, redirect: 'manual' })).status).toBe(302);
});

test('a file that was chosen and not sent stays the person’s own', async () => {
  const sandbox = await workspace();
  const { id } = await attach(sandbox, ANA, 'a.csv');
  expect(await refusal(client(sandbox).files.info({ file: id }))).toBe('file_not_found');
});

test('what was made up, or chosen by somebody else, is no file', async () => {
  const sandbox = await workspace();
  const heard = await openForm(sandbox);
  const another = await attach(sandbox, MATEO, 'a.csv');
  expect((await submit(sandbox, { id: 'F0MADEUP', url_private: 'https://evil.example' }, another)).ok).toBe(false);
  expect(errors(sandbox)).toEqual({ file: 'Please complete this required field.' });
  expect(heard).toEqual([]);
});

test('Slack itself refuses too many files, other types and more than 10 MB', async () => {
  const sandbox = await workspace();
  const heard = await openForm(sandbox);
  const csv = await attach(sandbox, ANA, 'a.CSV');
  expect((await submit(sandbox, csv, await attach(sandbox, ANA, 'b.csv'))).ok).toBe(false);
  expect(errors(sandbox)).toEqual({ file: 'Please choose at most 1 file.' });
  expect((await submit(sandbox, await attach(sandbox, ANA, 'a.exe'))).ok).toBe(false);
  expect(errors(sandbox)).toEqual({ file: 'Please choose a file of type csv, txt.' });
  const large = { as: ANA, kind: 'attach' as const, name: 'l.csv', contentBase64: 'AAAA'.repeat(3_495_254) };
  expect(await sandbox.act(large)).toEqual({ ok: false, why: expect.stringContaining('10 MB') });
  expect(await submit(sandbox, csv)).toEqual({ ok: true });
  expect(heard).toHaveLength(1);
});
