/** What goes wrong slowly, made and mended on the page, with the keyboard as well. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACME, ANA, MATEO, SOCIAL_ALERTS } from '../../src/sandbox/data/acme.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/workspace-server.ts';
import { ownManifest } from '../../src/sandbox-mode.ts';
import { administrator } from '../workspace.ts';
import { launch, needsBrowser } from './browser.ts';

describe.skipIf(!needsBrowser())('the administrator of the sandbox', { timeout: 60_000 }, () => {
  let app: Server;
  let sandbox: Sandbox;
  let browser: Browser;

  beforeAll(async () => {
    app = createServer((request, response) => request.resume().on('end', () => response.end()));
    await new Promise<void>((ready) => void app.listen(0, '127.0.0.1', ready));
    const eventsUrl = `http://127.0.0.1:${(app.address() as AddressInfo).port}/`;
    sandbox = await startSandbox({ port: 0, seed: ACME, manifest: ownManifest(), eventsUrl });
    browser = await launch();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await sandbox?.close();
    app?.close();
  });

  async function lookAs(person: string, hash = SOCIAL_ALERTS): Promise<Page> {
    const page = await browser.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(`${sandbox.url}/?as=${person}#${hash}`);
    return page;
  }

  const call = async (method: string, args: Record<string, string> = {}): Promise<unknown> => {
    const headers = { authorization: `Bearer ${sandbox.botToken}` };
    const response = await fetch(`${sandbox.apiUrl}${method}`, {
      method: 'POST',
      headers,
      body: new URLSearchParams(args),
    });
    return ((await response.json()) as { error?: string }).error;
  };

  test('archives a channel by keyboard; it can still be opened, says so, and is brought back', async () => {
    const ana = await lookAs(ANA);
    await ana.getByRole('button', { name: 'Channel menu' }).press('Enter');
    await ana.getByRole('menuitem', { name: 'Remove Firebreak' }).press('ArrowUp');
    await ana.keyboard.press('ArrowUp');
    await ana.keyboard.press('Enter');
    await ana.getByText('This channel is archived.').waitFor();
    await ana.getByRole('heading', { name: 'Archived' }).waitFor();
    expect(await call('chat.postMessage', { channel: SOCIAL_ALERTS, text: 'x' })).toBe('is_archived');

    const mateo = await lookAs(MATEO, 'C0GENERAL');
    await mateo.getByText('Archived (1)').click();
    await mateo.getByRole('link', { name: 'social-alerts' }).click();
    await mateo.getByRole('button', { name: 'Unarchive' }).click();
    await mateo.getByRole('textbox', { name: 'Message #social-alerts' }).waitFor();
    expect(sandbox.channel(SOCIAL_ALERTS)?.isArchived).toBe(false);
  });

  test('takes the app and a person out of a channel, and puts both back', async () => {
    const ana = await lookAs(ANA);
    const menu = ana.getByRole('button', { name: 'Channel menu' });
    await menu.click();
    await ana.getByRole('menuitem', { name: 'Remove Firebreak' }).click();
    await ana.getByText('was removed from the channel by').first().waitFor();
    expect(await call('chat.postMessage', { channel: SOCIAL_ALERTS, text: 'x' })).toBe('not_in_channel');
    await menu.click();
    await ana.getByRole('menuitem', { name: 'Add Firebreak' }).click();
    await ana.getByRole('button', { name: '4 members' }).click();
    await ana.getByRole('button', { name: 'Remove Mateo Gil' }).click();
    await ana.getByRole('button', { name: '3 members' }).waitFor();
    await ana.getByRole('button', { name: 'Add people' }).click();
    await ana
      .getByRole('dialog', { name: 'Add people' })
      .getByRole('button', { name: /Mateo Gil/ })
      .click();
    await ana.getByRole('button', { name: '4 members' }).waitFor();
    expect(sandbox.channel(SOCIAL_ALERTS)?.members).toContain(MATEO);
    expect(await call('conversations.info', { channel: SOCIAL_ALERTS })).toBeUndefined();
  });

  test('revokes the token; every page says so, and one press puts it back', async () => {
    const ana = await lookAs(ANA);
    const mateo = await lookAs(MATEO);
    await ana.getByRole('button', { name: /workspace settings/ }).click();
    await ana.getByRole('radio', { name: /was revoked/ }).check();
    await mateo.getByText('The token of Firebreak is revoked.').waitFor();
    expect(await call('auth.test')).toBe('token_revoked');
    await ana.getByRole('checkbox', { name: 'chat:write' }).uncheck();
    await ana.getByRole('group', { name: 'Priya Nair' }).getByRole('checkbox', { name: 'Apps may write' }).uncheck();
    await mateo.getByText('And 2 more.').waitFor();

    await mateo.getByRole('button', { name: 'Open the workspace settings' }).click();
    await mateo.getByText('Switch to Ana Brito.').waitFor();
    expect(await mateo.getByRole('radio', { name: 'works' }).isDisabled()).toBe(true);

    await ana.getByRole('button', { name: 'Put settings back' }).click();
    await ana.getByRole('button', { name: 'Done' }).press('Enter');
    await ana.getByText('The token of Firebreak is revoked.').waitFor({ state: 'detached' });
    expect(await call('auth.test')).toBeUndefined();
  });

  test('deletes the channel that others are looking at: they find themselves elsewhere', async () => {
    await administrator(sandbox).rename('#customer-care', 'care');
    const mateo = await lookAs(MATEO, 'C0CUSTOMERCARE');
    await mateo.getByRole('main', { name: 'Channel care' }).waitFor();
    const ana = await lookAs(ANA, 'C0CUSTOMERCARE');
    await ana.getByRole('button', { name: 'Channel menu' }).click();
    await ana.getByRole('menuitem', { name: /Delete channel/ }).click();
    await ana.getByRole('alertdialog').getByRole('button', { name: 'Delete channel' }).click();
    await mateo.getByRole('main', { name: 'Channel general' }).waitFor();
    expect(sandbox.channel('care')).toBeUndefined();
  });
});
