/** What is said once for all stories of a storm, about whom, when some of them are done before it goes out. */

import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { logReplyToAlert } from '../../src/act/reply/rule.ts';
import { changeAlert } from '../../src/alert/card/store.ts';
import { receive } from '../../src/alert/mention/store-receive.ts';
import { deliverStormReminder } from '../../src/alert/storm/deliver.ts';
import { claim } from '../../src/assess/claim/rule.ts';
import { deliverAlertReminder } from '../../src/clock/deliver.ts';
import type { Database } from '../../src/db/connect.ts';
import type { Delivery } from '../../src/delivery/claim.ts';
import type { Firebreak } from '../../src/slack/firebreak.ts';
import { onEveryDatabase } from '../databases.ts';
import { afterNoon, mention, tickAt, policy as usual } from '../db/some.ts';
import { startWork } from '../delivery/work.ts';
import { withPolicy } from '../house.ts';

const MINUTE = 60;
const policy = { ...usual, storm: { stories: 1, within: 10 } };
const reply = { url: 'https://x.com/us/1', network: 'x', answeredBy: 'Ana' } as const;
/** Alert 1 has a card; 2, 3 and 4 are in the storm. */
const [FIRST, SECOND, THIRD] = [2, 3, 4];

/** Three stories in a storm, and a worker that delivers what is said about them. */
async function storm(db: Database) {
  const texts = ['card', 'first', 'second', 'third'].map(
    (word) => `The ${word} story ${Array.from({ length: 8 }, (_, i) => `${word}${i}`).join(' ')}`,
  );
  const posts = texts.map((text) => mention({ text, sentiment: 'neutral' }));
  await receive(withPolicy(db, policy), posts.slice(0, 1));
  // What somebody is on is not taken in.
  await db.sql.execute(sql`update alerts set claimed_by = 'UANA'`);
  await receive(withPolicy(db, policy), posts.slice(1));
  await db.sql.execute(sql`update alerts set suggested = 'SEV3'`);
  await db.sql.execute(sql`update alerts set next_due_at = null where storm_id is null`);
  const said: string[] = [];
  const api = {
    call: async (method: string, args: { text?: string }) => {
      if (method === 'chat.postMessage') said.push(args.text ?? '');
      return { ok: true, channel: 'C1', ts: `1.${said.length}`, messages: [] };
    },
  };
  const clock = { now: afterNoon(0) };
  const firebreak = {
    db: withPolicy(db, policy),
    api,
    alertsChannel: 'C1',
    now: () => clock.now,
  } as unknown as Firebreak;
  const work = startWork(
    db,
    async (delivery) => {
      const { kind } = delivery.owed;
      if (kind === 'alert_reminder') return deliverAlertReminder(firebreak, delivery as Delivery<'alert_reminder'>);
      if (kind === 'storm_reminder') return deliverStormReminder(firebreak, delivery as Delivery<'storm_reminder'>);
      return { receipt: { channel: 'C1', ts: '1.0' } };
    },
    'one',
    clock,
  );
  /** The worker does not wake at once: it begins when all of a turn has been done. */
  const unheard = { ...db, owed: () => {} };
  return {
    said,
    /** A tick at this second, with what people did before anything of it went out. */
    tick: async (seconds: number, meanwhile: () => Promise<unknown> = async () => {}) => {
      await work.worker.idle();
      // The worker's time moves on last: nothing of the tick goes out before people have done what they do.
      await tickAt(withPolicy(unheard, policy), seconds);
      await meanwhile();
      clock.now = afterNoon(seconds);
      for (let second = 0; second < 20; second++) await work.after(1_200);
    },
    answer: (id: number) =>
      changeAlert(unheard, id, clock.now, (alert) => logReplyToAlert(alert, reply, 'UANA', clock.now)),
    claim: (id: number) => changeAlert(unheard, id, clock.now, (alert) => claim(alert, 'UANA', clock.now)),
  };
}

onEveryDatabase((open) => {
  test('it speaks for the worst story that still waits, whoever got there first', async () => {
    const db = await open();
    const { said, tick, answer } = await storm(db);
    await db.sql.execute(sql`update alerts set suggested = 'SEV2' where id = ${THIRD}`);
    await tick(60 * MINUTE);
    expect(said.filter((text) => text.includes('50 %'))).toEqual([expect.stringContaining('The third story')]);
    await tick(90 * MINUTE, async () => {
      await answer(FIRST);
      await answer(THIRD);
    });
    expect(said.filter((text) => text.includes('75 %'))).toEqual([expect.stringContaining('The second story')]);
  });

  test('when nobody waits any more it is not said, and the next story that gets there is', async () => {
    const db = await open();
    const { said, tick, answer } = await storm(db);
    await db.sql.execute(sql`
      update alerts set received_at = received_at + interval '20 minutes',
        response_due_at = response_due_at + interval '20 minutes' where id = ${THIRD}`);
    await tick(120 * MINUTE, async () => {
      await answer(FIRST);
      await answer(SECOND);
    });
    expect(said.filter((text) => text.includes('time is up'))).toEqual([]);
    await tick(140 * MINUTE);
    expect(said.filter((text) => text.includes('time is up'))).toEqual([expect.stringContaining('The third story')]);
  });

  test('what nobody has taken is about a story that nobody has taken, and is said once', async () => {
    const db = await open();
    const { said, tick, claim } = await storm(db);
    await db.sql.execute(sql`
      update alerts set acknowledge_due_at = acknowledge_due_at + interval '1 minute',
        next_due_at = next_due_at + interval '1 minute' where id = ${THIRD}`);
    await tick(10 * MINUTE, () => claim(FIRST));
    await tick(11 * MINUTE);
    expect(said.filter((text) => text.includes('Nobody has taken'))).toEqual([
      expect.stringContaining('The second story'),
    ]);
  });
});
