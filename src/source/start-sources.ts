/** Wires the intake together: what is sent to us, what we ask for, and what an administrator may do with it. */

import { noteOwnReplies } from '../act/reply/store.ts';
import { markDeleted } from '../alert/mention/store.ts';
import { receive } from '../alert/mention/store-receive.ts';
import { isAway } from '../db/away.ts';
import type { Database } from '../db/connect.ts';
import { checkFileSources } from './desk/file-sources.ts';
import { type Desk, makeDesk } from './desk/make-desk.ts';
import { openSources } from './desk/open-sources.ts';
import { provenKey } from './desk/secret-key.ts';
import { groupCommit, TOGETHER } from './group-commit.ts';
import type { Stores } from './hear.ts';
import { KINDS } from './kinds.ts';
import { type Puller, startPuller } from './pull/puller.ts';
import { safeFetch } from './pull/safe-fetch.ts';
import { tryPull } from './pull/try-pull.ts';
import { type Intake, intakeHandler } from './push/http.ts';
import { forgiveSilence, keepFileSources } from './store.ts';
import { type Arrivals, countArrivals } from './store-arrivals.ts';
import { type WatchedWrites, watchWrites } from './watch-writes.ts';

export interface IntakeOptions {
  db: Database;
  /** Of the built-in source `generic`. */
  token: string;
  /** Opens stored secrets. `name`: what it is called where the operator finds it. */
  secretKey: { key: Buffer | undefined; name?: string };
  /** As firebreak.yml names them. */
  fileSources: readonly { name: string; kind: string; values: Record<string, string> }[];
  /** Where senders reach us. */
  publicUrl: string;
  now: () => Date;
  log: { warn: (detail: object, message: string) => void; error: (detail: object, message: string) => void };
  counted: NonNullable<Intake['counted']>;
  /** Unique among replicas. */
  owner: string;
}

export interface RunningIntake {
  handler: ReturnType<typeof intakeHandler>;
  stores: Stores;
  desk: Desk;
  arrivals: Arrivals;
  puller: Puller;
  writes: Pick<WatchedWrites, 'lastDone' | 'standsStill'>;
}

/** Throws sentences for the operator when the key or a source of firebreak.yml is wrong. */
export async function startIntake(options: IntakeOptions): Promise<RunningIntake> {
  const { db, now, log, counted, owner, publicUrl } = options;
  const key = await provenKey(db, options.secretKey.key, options.secretKey.name);
  const generic = { name: 'generic', kind: 'generic', settings: {}, secrets: { token: options.token } };
  const fromFile = [generic, ...checkFileSources(options.fileSources)];
  const rows = fromFile.map(({ name, kind, settings }) => {
    return { name, kind, settings: { ...settings }, isPulled: KINDS.get(kind)?.pull !== undefined };
  });
  await keepFileSources(db, rows, now());
  await forgiveSilence(db, now());

  const sources = openSources(db, key, fromFile, now);
  const arrivals = countArrivals(db, log);
  const writes = watchWrites((mentions) => receive(db, mentions));
  const stores: Stores = {
    mentions: groupCommit(writes.write, TOGETHER[db.engine], isAway),
    deletions: (mentionIds, at) => markDeleted(db, mentionIds, at),
    ownReplies: (replies) => noteOwnReplies(db, replies, now()),
    arrived: arrivals.arrived,
  };
  const fetch = safeFetch();
  const { find, open } = sources;
  const puller = startPuller({ db, kinds: KINDS, open, stores, fetch, now, log, owner, counted });
  const tried = (source: Parameters<typeof tryPull>[0]) => tryPull(source, { kinds: KINDS, fetch, now });
  return {
    handler: intakeHandler({ find, stores, now, log, counted, refused: arrivals.failed }),
    stores,
    desk: makeDesk({ db, key, sources, arrivals, stores, publicUrl, tryPull: tried, now }),
    arrivals,
    puller,
    writes,
  };
}
