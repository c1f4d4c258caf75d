import { sql } from 'drizzle-orm';
import { describe, expect, onTestFinished, test } from 'vitest';
import { receive } from '../../src/alert/mention/store-receive.ts';
import { type Database, rows } from '../../src/db/connect.ts';
import { FEED } from '../../src/source/feed/feed.ts';
import type { Stores } from '../../src/source/hear.ts';
import type { PullOptions } from '../../src/source/pull/pull-once.ts';
import { type Puller, startPuller } from '../../src/source/pull/puller.ts';
import { safeFetch } from '../../src/source/pull/safe-fetch.ts';
import { tryPull } from '../../src/source/pull/try-pull.ts';
import { type Ask, type Pull, Refused, type SourceKind, Wait } from '../../src/source/source.ts';
import { addSource, findSource, setPaused } from '../../src/source/store.ts';
import { mentionOf } from '../../src/source/values/mention.ts';
import { onEveryDatabase } from '../databases.ts';
import { noon } from './mapped.ts';
import { startVendor } from './vendor.ts';

const MINUTE = 60_000;
const afterNoon = (minutes: number) => new Date(noon.getTime() + minutes * MINUTE);
const SECRET = 'a-secret-address-of-a-feed';

/** A kind that says what a test lets it say. */
function kindOf(kind: string, pull: Partial<Pull> & Pick<Pull, 'pull'>): SourceKind {
  return { ...FEED, kind, pull: { every: () => 5 * MINUTE, ...pull } };
}

function heard(...ids: string[]) {
  const items = ids.map((id) => mentionOf('a-source', { id, text: `Post ${id} says that the app is down` }, noon));
  return { heard: items.flatMap((one) => (one.kind === 'mention' ? [one] : [])), rejected: [] };
}

interface Replica extends Puller {
  at: { now: Date };
  /** Looks, and waits for what was taken. */
  round: () => Promise<void>;
  logged: object[];
}

let replicas = 0;

function replicaOf(db: Database, kinds: SourceKind[], options: Partial<PullOptions> = {}): Replica {
  const at = { now: noon };
  const logged: object[] = [];
  const note = (detail: object) => void logged.push(detail);
  const puller = startPuller({
    db,
    kinds: new Map(kinds.map((kind) => [kind.kind, kind])),
    open: ({ name, kind, settings }) => ({ name, kind, settings, secrets: { address: SECRET } }),
    stores: storesOf(db),
    fetch: () => Promise.reject(new Error('nobody is there')),
    now: () => at.now,
    log: { warn: note, error: note },
    owner: `replica-${++replicas}`,
    ...options,
  });
  onTestFinished(puller.stop);
  const round = async () => {
    await puller.look();
    await puller.idle();
  };
  return { ...puller, at, round, logged };
}

function storesOf(db: Database): Stores {
  return {
    mentions: (mentions) => receive(db, mentions),
    deletions: async () => 0,
    ownReplies: async () => {},
    arrived: async () => {},
  };
}

async function add(db: Database, kind: string, name = 'a-source'): Promise<void> {
  await addSource(db, { name, kind, settings: {}, secrets: null, isPulled: true }, 'UANA', noon);
}

const stored = async (db: Database) =>
  (await rows<{ id: string }>(db.sql, sql`select external_id as id from mentions order by 1`)).map(({ id }) => id);

/** A promise and what resolves it. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

onEveryDatabase((open, engine) => {
  test('a source that was just added is pulled at once, and again when it is due', async () => {
    const db = await open();
    const cursors: unknown[] = [];
    const kind = kindOf('counts', {
      pull: async ({ cursor, keep }) => {
        cursors.push(cursor);
        await keep(heard(`post-${cursors.length}`), { asked: cursors.length });
      },
    });
    const replica = replicaOf(db, [kind]);
    await add(db, 'counts');
    await replica.round();
    await replica.round();
    expect(cursors).toEqual([null]);
    expect((await findSource(db, 'a-source'))?.nextPullAt).toEqual(afterNoon(5));
    replica.at.now = afterNoon(5);
    await replica.round();
    expect(cursors).toEqual([null, { asked: 1 }]);
    expect(await stored(db)).toEqual(['post-1', 'post-2']);
  });

  test('where to go on survives a restart', async () => {
    const db = await open();
    const cursors: unknown[] = [];
    const kind = kindOf('counts', {
      pull: async ({ cursor, keep }) => {
        cursors.push(cursor);
        await keep(heard(), { list: ['a', null], text: 'ä "q" \\' });
      },
    });
    await add(db, 'counts');
    const first = replicaOf(db, [kind]);
    await first.round();
    await first.stop();
    const second = replicaOf(db, [kind]);
    second.at.now = afterNoon(5);
    await second.round();
    expect(cursors).toEqual([null, { list: ['a', null], text: 'ä "q" \\' }]);
  });

  test('of two replicas one pulls a source', async () => {
    const db = await open();
    let pulls = 0;
    const hold = gate();
    const kind = kindOf('slow', {
      pull: async () => {
        pulls++;
        await hold.opened;
      },
    });
    for (const name of ['a', 'b', 'c']) await add(db, 'slow', name);
    const pair = [replicaOf(db, [kind]), replicaOf(db, [kind])];
    await Promise.all(pair.map((replica) => replica.look()));
    await Promise.all(pair.map((replica) => replica.look()));
    expect(pulls).toBe(3);
    hold.open();
    await Promise.all(pair.map((replica) => replica.idle()));
    expect(pulls).toBe(3);
  });

  test('the sources of a replica that died go on elsewhere, and the dead cannot turn them back', async () => {
    const db = await open();
    const hold = gate();
    const died = replicaOf(db, [
      kindOf('shared', {
        pull: async ({ keep }) => {
          await hold.opened;
          await keep(heard('late'), 'old');
        },
      }),
    ]);
    const lives = replicaOf(db, [kindOf('shared', { pull: ({ keep }) => keep(heard('new'), 'new') })]);
    await add(db, 'shared');
    await died.look();
    lives.at.now = new Date(noon.getTime() + 29_000);
    await lives.round();
    expect(await stored(db)).toEqual([]);
    lives.at.now = new Date(noon.getTime() + 30_000);
    await lives.round();
    hold.open();
    await died.idle();
    const row = await findSource(db, 'a-source');
    expect(row).toMatchObject({ cursor: 'new', lastError: null, leasedBy: null });
    expect(row?.nextPullAt).toEqual(new Date(noon.getTime() + 30_000 + 5 * MINUTE));
  });

  test('a crash between storing and remembering loses nothing and doubles nothing', async () => {
    const db = await open();
    const cursors: unknown[] = [];
    const kind = kindOf('counts', {
      pull: async ({ cursor, keep }) => {
        cursors.push(cursor);
        await keep(heard('post-1'), 'after post-1');
      },
    });
    await add(db, 'counts');
    const crashing = replicaOf(db, [kind], {
      stores: { ...storesOf(db), arrived: () => Promise.reject(new Error('the power went out')) },
    });
    await crashing.round();
    expect(await stored(db)).toEqual(['post-1']);
    expect(await findSource(db, 'a-source')).toMatchObject({
      cursor: null,
      lastError: 'Firebreak could not store what it heard. It asks for it again.',
    });
    await crashing.stop();

    const outcomes: [string, number][] = [];
    const next = replicaOf(db, [kind], { counted: (outcome, n) => outcomes.push([outcome, n]) });
    next.at.now = afterNoon(1);
    await next.round();
    expect(cursors).toEqual([null, null]);
    expect(await stored(db)).toEqual(['post-1']);
    expect(outcomes).toContainEqual(['duplicate', 1]);
    expect(await findSource(db, 'a-source')).toMatchObject({ cursor: 'after post-1', lastError: null });
  });

  test('a failing source is asked less and less, up to once an hour, and as usual once it answers', async () => {
    const db = await open();
    let isUp = false;
    const kind = kindOf('fails', { pull: () => (isUp ? Promise.resolve() : Promise.reject(new Error('HTTP 500.'))) });
    await add(db, 'fails');
    const replica = replicaOf(db, [kind]);
    const pauses: number[] = [];
    const once = async () => {
      await replica.round();
      const due = (await findSource(db, 'a-source'))?.nextPullAt ?? noon;
      pauses.push((due.getTime() - replica.at.now.getTime()) / MINUTE);
      replica.at.now = due;
    };
    for (let n = 0; n < 6; n++) await once();
    isUp = true;
    await once();
    isUp = false;
    await once();
    expect(pauses).toEqual([5, 10, 20, 40, 60, 60, 5, 5]);
  });

  test('a source that asks us to wait is left alone until then', async () => {
    const db = await open();
    let pulls = 0;
    const kind = kindOf('waits', {
      pull: () => {
        pulls++;
        return Promise.reject(new Wait(afterNoon(90), 'It asks us to call less often.'));
      },
    });
    await add(db, 'waits');
    const replica = replicaOf(db, [kind]);
    await replica.round();
    replica.at.now = afterNoon(89);
    await replica.round();
    expect(pulls).toBe(1);
    expect(await findSource(db, 'a-source')).toMatchObject({
      lastError: 'It asks us to call less often.',
      nextPullAt: afterNoon(90),
    });
    replica.at.now = afterNoon(90);
    await replica.round();
    expect(pulls).toBe(2);
  });

  describe('what is said of a failure', () => {
    const system = (code: string, message: string) =>
      Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(message), { code }) });

    test.each<[unknown, string]>([
      [new Refused('It does not accept the key.'), 'It does not accept the key.'],
      [new Error(`${SECRET} answered 500 at https://example.com/${SECRET}?key=1`), '… answered 500 at …'],
      [system('ENOTFOUND', `getaddrinfo ENOTFOUND ${SECRET}`), 'DNS does not know its address.'],
      [system('ECONNREFUSED', `connect ECONNREFUSED ${SECRET}`), 'Its server refused the connection.'],
      [new TypeError(`Invalid URL ${SECRET}`), 'It could not be reached, or did not answer as expected.'],
      ['odd', 'It could not be reached, or did not answer as expected.'],
    ])('never contains a secret: %s', async (failure, sentence) => {
      const db = await open();
      await add(db, 'fails');
      const replica = replicaOf(db, [kindOf('fails', { pull: () => Promise.reject(failure) })]);
      await replica.round();
      expect(await findSource(db, 'a-source')).toMatchObject({ lastError: sentence, lastErrorAt: noon });
      expect(JSON.stringify(replica.logged)).not.toContain(SECRET);
    });

    test('is why its secrets do not open', async () => {
      const db = await open();
      await add(db, 'feed');
      const replica = replicaOf(db, [FEED], {
        open: () => {
          throw new Error('The secrets of a-source do not open with this SECRET_KEY.');
        },
      });
      await replica.round();
      expect(await findSource(db, 'a-source')).toMatchObject({
        lastError: 'The secrets of a-source do not open with this SECRET_KEY.',
        leasedBy: null,
      });
    });
  });

  test('a stream ends when we stop, keeps what it had, and goes on elsewhere at once', async () => {
    const db = await open();
    const began = gate();
    const cursors: unknown[] = [];
    const kind = kindOf('stream', {
      turn: 10 * MINUTE,
      pull: async ({ cursor, keep, signal }) => {
        cursors.push(cursor);
        await keep(heard('first'), 'after first');
        began.open();
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        await keep(heard('last'), 'after last');
        throw new Error('The connection broke off.');
      },
    });
    await add(db, 'stream');
    const replica = replicaOf(db, [kind]);
    await replica.look();
    await began.opened;
    await replica.stop();
    expect(await findSource(db, 'a-source')).toMatchObject({
      cursor: 'after last',
      lastError: null,
      leasedBy: null,
      nextPullAt: noon,
    });
    expect(await stored(db)).toEqual(['first', 'last']);
  });

  test('the end of its turn is no failure of a stream', async () => {
    const db = await open();
    const until = ({ signal }: Ask) =>
      new Promise<void>((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
      });
    await add(db, 'stream');
    await replicaOf(db, [kindOf('stream', { turn: 1, every: () => 1_000, pull: until })]).round();
    expect(await findSource(db, 'a-source')).toMatchObject({
      lastError: null,
      nextPullAt: new Date(noon.getTime() + 1_000),
    });
  });

  test('streams do not keep the others waiting', async () => {
    const db = await open();
    let asked = 0;
    const stream = kindOf('stream', {
      turn: 10 * MINUTE,
      pull: ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
    });
    const kind = kindOf('asked', {
      pull: async () => {
        asked++;
      },
    });
    for (let n = 0; n < 6; n++) await add(db, 'stream', `stream-${n}`);
    const replica = replicaOf(db, [stream, kind]);
    await replica.look();
    await add(db, 'asked', 'asked');
    await replica.look();
    await replica.stop();
    expect(asked).toBe(1);
  });

  test('what is paused, of an unknown kind, or calls us is left alone', async () => {
    const db = await open();
    let pulls = 0;
    const kind = kindOf('counts', {
      pull: async () => {
        pulls++;
      },
    });
    await add(db, 'counts', 'paused');
    await setPaused(db, 'paused', true, noon);
    await add(db, 'of-a-newer-firebreak', 'unknown');
    await addSource(db, { name: 'pushes', kind: 'counts', settings: {}, secrets: null, isPulled: false }, 'UANA', noon);
    const replica = replicaOf(db, [kind]);
    await replica.round();
    expect(pulls).toBe(0);
    await setPaused(db, 'paused', false, noon);
    await replica.round();
    expect(pulls).toBe(1);
  });

  test('a feed is heard from its server to the database', async () => {
    const db = await open();
    const entry = `<entry><id>e1</id><title>Acme is down</title><link href="https://example.com/1"/><updated>${noon.toISOString()}</updated></entry>`;
    const vendor = await startVendor((_asked, response) =>
      response.end(`<feed xmlns="http://www.w3.org/2005/Atom"><title>Watch</title>${entry}</feed>`),
    );
    await add(db, 'feed', `feed-on-${engine.toLowerCase()}`);
    const replica = replicaOf(db, [FEED], {
      open: ({ name, kind, settings }) => ({ name, kind, settings, secrets: { address: `${vendor.url}/feed` } }),
      fetch: safeFetch({ allowPrivate: (host) => host === '127.0.0.1' }),
    });
    await replica.round();
    expect(await stored(db)).toEqual(['e1']);
  });
});

describe('trying a source', () => {
  const source = { name: 'a-source', kind: 'tried', settings: {}, secrets: { address: SECRET } };
  const trying = (pull: Partial<Pull> & Pick<Pull, 'pull'>, within?: number) =>
    tryPull(source, {
      kinds: new Map([['tried', kindOf('tried', pull)]]),
      fetch: () => Promise.reject(new Error('nobody is there')),
      now: () => noon,
      ...(within === undefined ? {} : { within }),
    });

  test('shows the first that is heard, and asks for no more', async () => {
    let isEnded = false;
    const read = await trying({
      pull: async ({ cursor, keep, signal }) => {
        expect(cursor).toBeNull();
        await keep(heard(), 'nothing yet');
        await keep(heard('post-1', 'post-2'), 'more');
        isEnded = signal.aborted;
      },
    });
    expect(read).toEqual(heard('post-1', 'post-2'));
    expect(isEnded).toBe(true);
  });

  test('says why it cannot be asked, without its secrets', async () => {
    expect(await trying({ pull: () => Promise.reject(new Refused(`No key ${SECRET}.`)) })).toEqual({
      why: 'No key ….',
    });
    expect(
      await tryPull({ ...source, kind: 'other' }, { kinds: new Map(), fetch: safeFetch(), now: () => noon }),
    ).toEqual({
      why: 'This source is not asked: it calls Firebreak.',
    });
  });

  test('a stream that has nothing to say is fine; a feed that does not answer is not', async () => {
    const silent = ({ signal }: Ask) =>
      new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    expect(await trying({ turn: MINUTE, pull: silent }, 1)).toEqual({ heard: [], rejected: [] });
    expect(await trying({ pull: silent }, 1)).toEqual({ why: 'It did not answer in time. Try again in a moment.' });
  });
});
