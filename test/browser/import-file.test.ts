/** A file chosen in a form, in a browser on a phone. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ANA, openWorkspace, SOCIAL_ALERTS, type Workspace } from '../workspace.ts';
import { launch, needsBrowser } from './browser.ts';

describe.skipIf(!needsBrowser())('importing a file in a browser', { timeout: 60_000 }, () => {
  let workspace: Workspace;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    [workspace, browser] = await Promise.all([openWorkspace(), launch()]);
    page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    page.setDefaultTimeout(20_000);
    await page.goto(`${workspace.sandbox.url}/?as=${ANA}#${SOCIAL_ALERTS}`);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await workspace?.close();
  });

  test('it goes up when it is chosen, can be taken back, and its result takes the place of the form', async () => {
    const composer = page.getByRole('textbox', { name: /social-alerts/ });
    await composer.fill('/incident import');
    await composer.press('Escape');
    await composer.press('Enter');
    const form = page.getByRole('dialog', { name: 'Import a file' });
    const picker = form.getByLabel('File', { exact: true });
    await picker.waitFor();
    expect(await picker.getAttribute('accept')).toBe('.csv,.tsv,.txt');

    const file = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
    await picker.setInputFiles(file('wrong.csv', 'nothing'));
    await form.getByRole('button', { name: 'Remove wrong.csv' }).click();
    await form.getByText('wrong.csv').waitFor({ state: 'detached' });
    await form.getByRole('button', { name: 'Import' }).click();
    await form.getByText('Please complete this required field.').waitFor();

    await picker.setInputFiles(file('posts.csv', 'text,author\n"Bags lost, again",Kim\nDate,with,excess\n'));
    await form.getByText('posts.csv').waitFor();
    await form.getByRole('button', { name: 'Import' }).click();
    await form.getByText('Row 3: it has 1 cell more').waitFor();
    await form.getByText('1 new post').waitFor();
    await workspace.settle();
    await form.getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByText('Bags lost, again').first().waitFor();
  });
});
