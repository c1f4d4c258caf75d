/** A press while the database is slow: decided in three seconds, or the person told. */
import { sql } from 'drizzle-orm';
import { afterEach, expect, test } from 'vitest';
import { BY_THE_CLOCK } from '../blocked.ts';
import { onPostgres } from '../databases.ts';
import { driving } from '../driver.ts';
import { startWire } from '../replica.ts';
import { words } from '../shown.ts';
import { ANA, openWorkspace, selected, type Workspace } from '../workspace.ts';

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of undo.splice(0).reverse()) await end();
});

let workspace: Workspace;
const { person, story, card } = driving(() => workspace);
const ana = person(ANA);
const onCard = (button: string) => ana.press([card('injured on board')], button);

async function withCard(databaseUrl: string): Promise<void> {
  // Its own ticker is what finds out that the database is well again.
  workspace = await openWorkspace({ databaseUrl, ticksByHand: false });
  undo.push(workspace.close);
  await story('A passenger was injured on board today');
}

/** What the person is shown within three seconds of what they do. */
async function shownInTime(does: () => Promise<unknown>): Promise<string[]> {
  const { sandbox } = workspace;
  const shown = () => [...sandbox.ephemerals(ANA).map((one) => one.text), ...Object.values(ana.errors())];
  const before = shown().length;
  const begun = performance.now();
  const done = does();
  await expect.poll(() => shown().length, { timeout: 5_000, interval: 20 }).toBeGreaterThan(before);
  expect(performance.now() - begun).toBeLessThan(3_000);
  await done;
  return shown().slice(before);
}

onPostgres((openUrl) => {
  test('what is locked by others is refused in time, and nothing of the press is kept', BY_THE_CLOCK, async () => {
    await withCard(await openUrl());
    await onCard('Dismiss');
    await workspace.app.db.sql.transaction(async (tx) => {
      await tx.execute(sql`select 1 from alerts for update`);
      const pressing = await shownInTime(() => onCard("I'm on it"));
      expect(pressing).toEqual([expect.stringContaining('Firebreak is slow just now')]);
      await tx.execute(sql`select 1`);
      const sending = await shownInTime(() => ana.submit({ as: selected('duplicate') }));
      expect(sending).toEqual([expect.stringContaining('Firebreak is slow just now')]);
    });
    // The form is still there, as it was filled in.
    expect(await ana.submit({ as: selected('duplicate') })).toEqual({ ok: true });
    await workspace.settle();
    expect(words(card('injured on board'))).toContain(`<@${ANA}> dismissed it`);
  });

  test('a database that does not answer at all is said in time, too', BY_THE_CLOCK, async () => {
    const wire = await startWire(await openUrl());
    undo.push(wire.close);
    await withCard(wire.url);
    await onCard('Dismiss');
    wire.swallow();
    undo.push(async () => wire.mend());
    const { sandbox } = workspace;
    const press = () => onCard("I'm on it").catch(() => undefined);
    expect(await shownInTime(press)).toEqual([expect.stringContaining('Firebreak is slow just now')]);
    const send = () => ana.submit({ as: selected('duplicate') }).catch(() => undefined);
    expect(await shownInTime(send)).toContainEqual(expect.stringContaining('Firebreak is slow just now'));
    wire.mend();
    await expect.poll(async () => (await fetch(`${workspace.app.url}/readyz`)).status, { timeout: 20_000 }).toBe(200);
    expect(await ana.submit({ as: selected('duplicate') })).toEqual({ ok: true });
    expect(sandbox.views(ANA)).toEqual([]);
  });
});
