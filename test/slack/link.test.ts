import { afterEach, expect, test, vi } from 'vitest';
import { type Installation, Refused } from '../../src/slack/connect.ts';
import { type Link, linkToSlack } from '../../src/slack/link.ts';
import { onEveryDatabase } from '../databases.ts';

const ACME: Installation = { botUserId: 'UBOT', botId: 'BBOT', team: 'Acme Air', teamId: 'TACME' };
const OTHER: Installation = { botUserId: 'UNEW', botId: 'BNEW', team: 'Other Air', teamId: 'TOTHER' };
const well = async (installation = ACME) => ({ installation, lacks: [] });

const links: Link[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const link of links.splice(0)) link.stop();
});

onEveryDatabase((open) => {
  type Options = Parameters<typeof linkToSlack>[0];
  async function linked(db: Options['db'], ask: Options['ask']) {
    const warned: string[] = [];
    let timesWell = 0;
    const link = await linkToSlack({
      db,
      ask,
      log: { info: () => {}, warn: (_, message) => void warned.push(message) },
      onWell: () => timesWell++,
    });
    links.push(link);
    return { ...link, warned, timesWell: () => timesWell };
  }

  test('who we are is known at the next start before Slack has answered', async () => {
    const db = await open();
    const first = await linked(db, well);
    expect([first.isFirst, first.us()]).toEqual([true, null]);
    expect(await first.start()).toBeNull();
    expect([first.us(), first.problem(), first.timesWell()]).toEqual([ACME, null, 1]);
    await first.remember();

    const next = await linked(db, () => Promise.reject(new Error('connection refused')));
    expect([next.isFirst, next.us()]).toEqual([false, ACME]);
    expect(await next.start()).toBeNull();
    expect(next.us()).toEqual(ACME);
    expect(next.problem()).toBe('Slack does not answer (connection refused). It is asked again.');
  });

  test('a start that did not come about leaves nothing behind', async () => {
    const db = await open();
    await (await linked(db, well)).start();
    expect((await linked(db, well)).isFirst).toBe(true);
  });

  test('a token of another workspace takes the place of what was remembered', async () => {
    const db = await open();
    const first = await linked(db, well);
    await first.start();
    await first.remember();
    const next = await linked(db, () => well(OTHER));
    await next.remember();
    await next.start();
    expect([next.us(), next.warned]).toEqual([OTHER, ['the bot token is of another workspace or app than before']]);
    expect((await linked(db, well)).us()).toEqual(OTHER);
  });

  test('a missing permission is a refusal that names it, and tells all the same who we are', async () => {
    const lacking = await linked(await open(), async () => ({ installation: ACME, lacks: ['pins:write'] }));
    const refused = await lacking.start();
    expect(refused).toBeInstanceOf(Refused);
    expect(refused?.message).toBe(
      'SLACK_BOT_TOKEN: the app lacks pins:write. Install it again with the present manifest.',
    );
    expect([lacking.us(), lacking.problem(), lacking.timesWell()]).toEqual([ACME, refused?.message, 0]);
  });

  test('Slack is asked again after growing waits of at most 15 s, and each minute while all is well', async () => {
    const asked: number[] = [];
    let isAway = true;
    const link = await linked(await open(), async () => {
      asked.push(Date.now());
      if (isAway) throw new Error('connection refused');
      return well();
    });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    await link.start();
    await vi.advanceTimersByTimeAsync(61_000);
    const waits = () => asked.slice(1).map((at, index) => (at - (asked[index] ?? 0)) / 1_000);
    expect(waits()).toEqual([1, 2, 4, 8, 15, 15, 15]);
    isAway = false;
    await vi.advanceTimersByTimeAsync(15_000 + 120_000);
    expect(waits().slice(7)).toEqual([15, 60, 60]);
    expect(link.timesWell()).toBe(1);
  });
});
