import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Database } from '../../src/db/connect.ts';
import { checkFileSources } from '../../src/source/desk/file-sources.ts';
import { type DeskOptions, makeDesk } from '../../src/source/desk/make-desk.ts';
import { openSources } from '../../src/source/desk/open-sources.ts';
import { askedFor, makeSecrets } from '../../src/source/desk/set-up.ts';
import { tryPush } from '../../src/source/desk/try-push.ts';
import { KINDS } from '../../src/source/kinds.ts';
import type { OpenSource } from '../../src/source/source.ts';
import { findSource, keepFileSources } from '../../src/source/store.ts';
import { countArrivals } from '../../src/source/store-arrivals.ts';
import { after } from '../../src/words/time.ts';
import { onEveryDatabase } from '../databases.ts';
import { mention } from '../make.ts';
import { noon } from './mapped.ts';

const key = randomBytes(32);
const log = { error: (detail: object, message: string) => expect.fail(`${message} ${JSON.stringify(detail)}`) };
const nowhere = async () => expect.fail('nothing is stored here');

function deskOn(db: Database, given: Partial<DeskOptions> & { fromFile?: OpenSource[] } = {}) {
  let at = noon;
  const now = () => at;
  const { fromFile = [], ...rest } = given;
  const sources = openSources(db, key, fromFile, now);
  const arrivals = countArrivals(db, log);
  const stores = { mentions: nowhere, deletions: nowhere, ownReplies: nowhere, arrived: arrivals.arrived };
  const tryPull = async () => ({ why: 'It did not answer.' });
  const publicUrl = 'https://firebreak.example.com';
  const desk = makeDesk({ db, key, sources, arrivals, stores, publicUrl, tryPull, now, ...rest });
  return { desk, sources, pass: (ms: number) => (at = after(at, ms)) };
}

const meta = { appSecret: 'an-app-secret', instagram: 'acme' };

onEveryDatabase((open) => {
  test('what is typed is parted: settings may be read, secrets are sealed, made ones are shown once', async () => {
    const db = await open();
    const { desk, sources } = deskOn(db);
    const added = await desk.add('meta', 'our-page', meta, 'UANA');
    if (!('secrets' in added)) expect.fail(JSON.stringify(added));
    expect(added).toMatchObject({
      address: 'https://firebreak.example.com/intake/our-page',
      secrets: [{ label: 'Verify token', value: expect.stringMatching(/^[\da-f]{48}$/) }],
    });
    expect(added.steps.join(' ')).not.toContain('{address}');
    const row = await findSource(db, 'our-page');
    expect(row?.settings).toEqual({ instagram: 'acme' });
    expect(row?.secrets).not.toContain('an-app-secret');
    expect((await sources.find('our-page'))?.secrets).toEqual({
      appSecret: 'an-app-secret',
      verifyToken: added.secrets[0]?.value,
    });
    expect(JSON.stringify(await desk.list())).not.toContain('an-app-secret');
  });

  test('what is missing or wrong is said by field', async () => {
    const { desk } = deskOn(await open());
    expect(await desk.add('meta', 'our-page', { colour: 'red' }, 'UANA')).toEqual({
      wrong: {
        appSecret: expect.stringContaining('It is missing.'),
        colour: expect.stringContaining('This kind has no such field'),
      },
    });
    expect(await desk.add('feed', 'news', { address: 'http://127.0.0.1/feed' }, 'UANA')).toEqual({
      wrong: { address: expect.stringContaining('private network') },
    });
    expect(await desk.list()).toEqual([]);
  });

  test('a rotation replaces what we make, and what is typed only where something is typed', async () => {
    const { desk, sources } = deskOn(await open());
    await desk.add('meta', 'our-page', meta, 'UANA');
    const before = (await sources.find('our-page'))?.secrets;
    await desk.rotate('our-page', {});
    const between = (await sources.find('our-page'))?.secrets;
    expect(between?.appSecret).toBe('an-app-secret');
    expect(between?.verifyToken).not.toBe(before?.verifyToken);
    await desk.rotate('our-page', { appSecret: 'another-one' });
    expect((await sources.find('our-page'))?.secrets.appSecret).toBe('another-one');
    expect((await sources.find('our-page'))?.settings).toEqual({ instagram: 'acme' });
  });

  test('a pulled source is tried out with its newest three, and says why when it does not answer', async () => {
    const db = await open();
    const heard = [1, 5, 3, 4, 2].map((n) => ({
      kind: 'mention' as const,
      mention: mention({ id: `m${n}`, publishedAt: after(noon, n) }),
    }));
    const { desk } = deskOn(db, { tryPull: async () => ({ heard, rejected: [] }) });
    await desk.add('feed', 'news', { address: 'https://www.google.com/alerts/feeds/1/2' }, 'UANA');
    expect((await findSource(db, 'news'))?.nextPullAt).toEqual(noon);
    expect(await desk.test('news')).toMatchObject({ mentions: [{ id: 'm5' }, { id: 'm4' }, { id: 'm3' }] });
    expect(await deskOn(db).desk.test('news')).toEqual({ why: 'It did not answer.' });
  });

  test('a source whose secrets were lost with their key says so, and gets new ones', async () => {
    const db = await open();
    const { desk, sources } = deskOn(db);
    await desk.add('generic', 'acme', {}, 'UANA');
    await db.sql.execute('update sources set secrets = null');
    sources.changed();
    expect(await desk.list()).toMatchObject([{ broken: 'Its token is missing: rotate its secret.' }]);
    await desk.rotate('acme', {});
    expect(await desk.list()).toMatchObject([{ broken: null }]);
    expect(await desk.test('acme')).toMatchObject({ mentions: [{ source: 'acme' }] });
  });

  test('a source of firebreak.yml is opened from there, and not changed here', async () => {
    const db = await open();
    const fromFile = checkFileSources([{ name: 'crm', kind: 'generic', values: { token: 'a-token' } }]);
    await keepFileSources(db, [{ name: 'crm', kind: 'generic', settings: {}, isPulled: false }], noon);
    const { desk, sources } = deskOn(db, { fromFile });
    expect((await sources.find('crm'))?.secrets).toEqual({ token: 'a-token' });
    expect(await desk.rotate('crm', {})).toEqual({ why: expect.stringContaining('change its secret there') });
    expect(await desk.remove('crm')).toMatchObject({ allowed: false });
    // A replica that was started with another file.
    expect(await deskOn(db).sources.find('crm')).toBeNull();
  });

  test('a change in another replica is known two seconds later; one of our own at once', async () => {
    const db = await open();
    const [here, there] = [deskOn(db), deskOn(db)];
    expect(await here.sources.find('acme')).toBeNull();
    await there.desk.add('generic', 'acme', {}, 'UANA');
    expect((await there.sources.find('acme'))?.isPaused).toBe(false);
    expect(await here.sources.find('acme')).toBeNull();
    here.pass(2_000);
    expect((await here.sources.find('acme'))?.isPaused).toBe(false);
    await here.desk.pause('acme', true);
    expect((await here.sources.find('acme'))?.isPaused).toBe(true);
  });
});

test.each([...KINDS.values()].filter(({ push }) => push).map((kind) => [kind.kind, kind] as const))(
  'the sample of %s holds before its own checks, and says something',
  async (_, kind) => {
    const given = Object.fromEntries(askedFor(kind).map(({ name }) => [name, 'what-somebody-typed']));
    const source = { name: 'acme', kind: kind.kind, settings: given, secrets: { ...given, ...makeSecrets(kind) } };
    expect(await tryPush(kind, source, noon)).toMatchObject({ mentions: [{ source: expect.stringMatching(/^acme/) }] });
  },
);

test('what is wrong with the sources of firebreak.yml is said at once, without their values', () => {
  const told = () =>
    checkFileSources([
      { name: 'one', kind: 'fax', values: {} },
      { name: 'two', kind: 'meta', values: { appSecret: 'hunter22', verify: 'hunter23' } },
    ]);
  expect(told).toThrow(/^firebreak\.yml: source one: there is no kind fax: there is generic, /);
  expect(told).toThrow('firebreak.yml: source two (meta), field verifyToken: It is missing.');
  expect(told).toThrow('firebreak.yml: source two (meta), field verify: This kind has no such field');
  expect(told).not.toThrow('hunter2');
});
