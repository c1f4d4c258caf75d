/** The main job as a newcomer does it: in a browser, through a restart and a kill. `SCREENSHOTS=1` renews the pictures. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ANA, HELEN, PRIYA } from '../../src/sandbox/data/acme.ts';
import { emptyFolder, launch, needsBrowser, type Program, startProgram } from './browser.ts';

const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

describe.skipIf(!needsBrowser())('the sandbox in a browser', { timeout: 60_000 }, () => {
  let folder: Awaited<ReturnType<typeof emptyFolder>>;
  let program: Program;
  let browser: Browser;
  const errors: string[] = [];

  beforeAll(async () => {
    folder = await emptyFolder();
    [program, browser] = await Promise.all([startProgram(folder.path), launch()]);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await program?.kill('SIGTERM');
    await folder?.remove();
  });

  async function lookAs(person: string, size = DESKTOP, scheme: 'light' | 'dark' = 'light'): Promise<Page> {
    const page = await browser.newPage({ viewport: size, colorScheme: scheme });
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`${program.page}/?as=${person}`);
    return page;
  }

  async function picture(what: Page | Locator, name: string): Promise<void> {
    if (process.env.SCREENSHOTS) await what.screenshot({ path: `test/browser/${name}.png` });
  }

  test('from a bad day to a resolved incident', async () => {
    const ana = await lookAs(ANA);
    await ana.getByRole('link', { name: /social-alerts/ }).click();
    await ana.getByRole('button', { name: 'Send a bad day' }).first().click();

    const card = ana.locator('article', { hasText: 'Passenger injured' }).first();
    await card.getByRole('button', { name: "I'm on it" }).click();
    await card.getByText('is on it.').waitFor();
    await card.getByRole('button', { name: 'More actions' }).click();
    await ana.getByRole('menuitem', { name: 'Assess…' }).click();
    const assess = ana.getByRole('dialog', { name: 'Assess' });
    await assess.getByText('Who is affected').waitFor();
    await assess.getByRole('checkbox', { name: /People/ }).check();
    await assess.getByRole('button', { name: 'Assess' }).click();
    await card.getByText(/SEV\d by/).waitFor();
    await ana.mouse.move(0, 0);
    await picture(card, 'alert-card');

    await card.getByRole('button', { name: /^Escalate/ }).click();
    const escalate = ana.getByRole('dialog', { name: 'Escalate' });
    await escalate.getByText('Owners to invite').waitFor();
    await escalate.getByRole('button', { name: 'Open the incident' }).click();
    await ana
      .getByRole('link', { name: /inc-0001-passenger-injured/ })
      .first()
      .click();
    await ana.locator('article', { hasText: 'Next step' }).waitFor();

    const priya = await lookAs(PRIYA, PHONE, 'dark');
    await priya.getByRole('link', { name: /Firebreak/ }).click();
    await said(priya, 'You are paged').waitFor();
    await picture(priya, 'page-on-a-phone');
    await priya.getByRole('button', { name: 'Acknowledge' }).click();
    await said(priya, 'You have taken it').waitFor();
    await said(ana, 'has acknowledged the page').waitFor();

    await type(ana, '/incident status');
    await said(ana, 'Only visible to you').waitFor();
    const board = ana.locator('article', { hasText: 'Next step' }).first();
    await board.getByRole('button', { name: 'Take the role Lead' }).click();
    await said(ana, 'is Lead now').waitFor();

    await type(ana, '/incident resolve');
    await said(ana, 'Nobody has answered in public yet').waitFor();
    await type(ana, '/incident reply https://x.com/acmeair/status/42');
    await said(ana, 'A human has answered in public').waitFor();
    await board.getByText('First public response after').waitFor();
    await ana.setViewportSize({ width: 1280, height: 1500 });
    await picture(ana, 'room');
    await ana.setViewportSize(DESKTOP);
    await board.getByRole('button', { name: 'Resolve' }).click();
    await ana.getByRole('alertdialog').getByRole('button', { name: 'Resolve' }).click();
    await board.getByText('Resolved').first().waitFor();
  });

  test.each(['light', 'dark'] as const)('two cards fit on a phone and a bit, %s', async (scheme) => {
    const ana = await lookAs(ANA, PHONE, scheme);
    await ana.getByRole('link', { name: /social-alerts/ }).click();
    const cards = ana.locator('article', { has: ana.getByRole('button', { name: "I'm on it" }) });
    await cards.nth(5).waitFor();
    const heights = await cards.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
    // Which one, where it fails.
    const tallest = heights.indexOf(Math.max(...heights));
    expect(heights[tallest], await cards.nth(tallest).innerText()).toBeLessThan(450);
    await ana.close();
  });

  test('an executive is told without joining, on a phone', async () => {
    const helen = await lookAs(HELEN, PHONE);
    await helen.getByRole('link', { name: /Firebreak/ }).click();
    await helen.getByRole('tab', { name: 'Home' }).click();
    await helen.getByRole('button', { name: /every SEV1 and SEV2/ }).click();
    await helen.getByRole('button', { name: 'Stop telling me' }).waitFor();
  });

  test('a restart and a kill lose nothing and say nothing twice', async () => {
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      await program.kill(signal);
      program = await startProgram(folder.path);
      const ana = await lookAs(ANA);
      await ana
        .getByRole('link', { name: /inc-0001-passenger-injured/ })
        .first()
        .click();
      await said(ana, 'resolved INC-0001').waitFor();
      expect(await ana.locator('article', { hasText: 'Next step' }).count()).toBe(1);
      expect(await ana.locator('article', { hasText: 'A human has answered in public' }).count()).toBe(1);
      await ana.close();
    }
  });

  test('the page itself has no errors', () => {
    expect(errors).toEqual([]);
  });
});

/** A message with these words; the page repeats new ones for screen readers, which does not count. */
function said(page: Page, words: string): Locator {
  return page.locator('article', { hasText: words }).last();
}

async function type(page: Page, text: string): Promise<void> {
  const box = page.getByRole('textbox', { name: /^Message/ });
  await box.fill(text);
  await box.press('Escape');
  await box.press('Enter');
}
