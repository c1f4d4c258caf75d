/** Something to store, for the tests of the rooms that store. */

import { sql } from 'drizzle-orm';
import { onTestFinished } from 'vitest';
import { escalate } from '../../src/act/open/rule.ts';
import type { Alert } from '../../src/alert/card/words.ts';
import { receive } from '../../src/alert/mention/store-receive.ts';
import type { Mention } from '../../src/alert/mention/words.ts';
import { type Database, rows } from '../../src/db/connect.ts';
import { connect, policy, ticking } from '../house.ts';

export const noon = new Date('2026-03-02T12:00:00.000Z');

export function afterNoon(seconds: number): Date {
  return new Date(noon.getTime() + seconds * 1_000);
}

export { policy };

let made = 0;

/** A mention unlike any other, but for what is said. */
export function mention(said: Partial<Mention> = {}): Mention {
  const number = ++made;
  return {
    id: `post-${number}`,
    source: 'listener',
    externalId: String(number),
    network: 'x',
    url: `https://x.com/post/${number}`,
    canonicalUrl: `https://x.com/post/${number}`,
    author: { name: 'Kim', handle: 'kim' },
    title: null,
    text: Array.from({ length: 8 }, (_, i) => `word${number}x${i}`).join(' '),
    textState: 'full',
    publishedAt: null,
    receivedAt: noon,
    sentiment: null,
    reach: null,
    engagement: null,
    rating: null,
    language: null,
    parent: null,
    query: null,
    ...said,
  };
}

/** A stored alert. Answers its id. */
export async function storedAlert(db: Database, said: Partial<Mention> = {}): Promise<number> {
  await receive(db, [mention(said)]);
  return (await one<{ id: number }>(db, 'select max(id) as id from alerts')).id;
}

/** `escalate` with answers given. */
export function escalated(alert: Alert, incidentId: number, by = 'UANA', at = noon) {
  const asked = { title: 'Late refunds', severity: 'SEV2' as const, owners: ['UBEN'] };
  return escalate(alert, incidentId, asked, null, policy, by, at);
}

export async function all<T>(db: Database, query: string): Promise<T[]> {
  return rows<T>(db.sql, sql.raw(query));
}

export async function one<T>(db: Database, query: string): Promise<T> {
  const [row] = await all<T>(db, query);
  if (row === undefined) throw new Error(`no row: ${query}`);
  return row;
}

/** How many rows a table has, or those of them that `where` names. */
export async function count(db: Database, table: string, where = 'true'): Promise<number> {
  return (await one<{ n: number }>(db, `select count(*)::int as n from ${table} where ${where}`)).n;
}

/** Two replicas on one database, until the test is over. */
export async function replicas(databaseUrl: string): Promise<[Database, Database]> {
  const one = await connect({ databaseUrl, dataDir: '' });
  const other = await connect({ databaseUrl, dataDir: '' });
  onTestFinished(async () => {
    await Promise.all([one.close(), other.close()]);
  });
  return [one, other];
}

/** All that is due so many seconds after noon. Answers how much it was. */
export function tickAt(db: Database, seconds: number, given: Partial<Parameters<typeof ticking>[0]> = {}) {
  const now = () => afterNoon(seconds);
  return ticking({ db, now, log: { error: () => {} }, byHand: true, ...given }).tick();
}

/** A promise to be kept by hand. */
export function gate<T = void>() {
  let open: (value: T) => void = () => {};
  const opened = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}
