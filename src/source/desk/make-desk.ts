/** What an administrator may do with sources. Slack is given this, and never sees the rest of the intake. */

import type { Mention } from '../../alert/mention/words.ts';
import { storiesInStorm } from '../../alert/storm/store.ts';
import type { Database } from '../../db/connect.ts';
import { DONE_ALREADY, isKnownRequest } from '../../db/record.ts';
import type { Decision } from '../../words/decision.ts';
import type { PersonId } from '../../words/people.ts';
import { hear, type Stores } from '../hear.ts';
import { KINDS } from '../kinds.ts';
import type { OpenSource, Read, SourceKind } from '../source.ts';
import { addSource, allSources, findSource, removeSource, type SourceRow, saveSecrets, setPaused } from '../store.ts';
import type { Arrivals } from '../store-arrivals.ts';
import {
  findRejection,
  markReplayed,
  type RejectedItem,
  rejectionsOf,
  USED_OR_FORGOTTEN,
} from '../store-rejections.ts';
import type { OpenSources } from './open-sources.ts';
import { seal } from './seal.ts';
import { askedFor, makeSecrets, sortValues, type Wrong, wrongName } from './set-up.ts';
import { type Health, healthOf, type Revealed, revealed, type ShownKind, shownKind } from './shown.ts';
import { type Tried, tryPush } from './try-push.ts';

export interface DeskOptions {
  db: Database;
  /** Null: nothing that needs secrets can be added. */
  key: Buffer | null;
  sources: OpenSources;
  arrivals: Arrivals;
  stores: Stores;
  /** Where senders reach us: `https://firebreak.example.com`. */
  publicUrl: string;
  /** Asks a pulled source once and maps what it says. Stores nothing. */
  tryPull: (source: OpenSource) => Promise<Read | { why: string }>;
  now: () => Date;
}

type Refused = { why: string; repeated?: true };

export type Desk = ReturnType<typeof makeDesk>;

export function makeDesk({ db, key, sources, arrivals, stores, publicUrl, tryPull, now }: DeskOptions) {
  const kinds = [...KINDS.values()].map((kind) => shownKind(kind, publicUrl));

  async function opened(name: string): Promise<{ kind: SourceKind; source: OpenSource } | Refused> {
    const row = await findSource(db, name);
    const kind = row && KINDS.get(row.kind);
    if (!row || !kind) return { why: 'This source is not there any more.' };
    try {
      return { kind, source: sources.open(row) };
    } catch (error) {
      return { why: error instanceof Error ? error.message : String(error) };
    }
  }

  return {
    kinds: () => kinds,

    /** All, with figures that are as good as now. */
    list: async (): Promise<Health[]> => {
      await arrivals.flush();
      return (await allSources(db)).map((row) => healthOf(row, sources, publicUrl));
    },

    find: async (name: string): Promise<Health | null> => {
      await arrivals.flush();
      const row = await findSource(db, name);
      return row && healthOf(row, sources, publicUrl);
    },

    /** Adds a source, or says by field what is wrong. `values` by the names of the kind's fields. */
    add: async (
      kindName: string,
      name: string,
      values: Record<string, string>,
      by: PersonId,
      requestId: string | null = null,
    ): Promise<Revealed | { wrong: Wrong } | Refused> => {
      const kind = KINDS.get(kindName);
      if (!kind) return { wrong: { name: 'This kind is not known.' } };
      const sorted = sortValues(askedFor(kind), values);
      const misnamed = wrongName(name);
      const wrong = { ...('wrong' in sorted ? sorted.wrong : {}), ...(misnamed === null ? {} : { name: misnamed }) };
      if ('wrong' in sorted || misnamed !== null) return { wrong };
      const made = makeSecrets(kind);
      const sealed = sealAll(name, { ...sorted.secrets, ...made });
      if ('why' in sealed) return { wrong: { name: sealed.why } };
      const row = {
        name,
        kind: kindName,
        settings: { ...sorted.settings },
        ...sealed,
        isPulled: kind.pull !== undefined,
      };
      const added = await addSource(db, row, by, now(), requestId);
      if (!added.allowed) return added.repeated ? added : { wrong: { name: added.why } };
      sources.changed();
      return revealed(kind, name, made, publicUrl);
    },

    pause: async (name: string, isPaused: boolean): Promise<void> => {
      await arrivals.flush();
      await setPaused(db, name, isPaused, now());
      sources.changed();
    },

    remove: async (name: string, requestId: string | null = null): Promise<Decision<null>> => {
      const removed = await removeSource(db, name, now(), requestId);
      sources.changed();
      return removed;
    },

    /** The secrets of this source that somebody types; empty when we make them all. */
    givenSecrets: async (name: string): Promise<ShownKind['fields']> => {
      const row = await findSource(db, name);
      return kinds.find(({ kind }) => kind === row?.kind)?.fields.filter(({ secret }) => secret === 'given') ?? [];
    },

    /** New secrets in place of the old ones, which hold no longer from now on. Left out: the one we have stays. */
    rotate: async (
      name: string,
      given: Record<string, string>,
      requestId: string | null = null,
    ): Promise<Revealed | { wrong: Wrong } | Refused> => {
      const row = await findSource(db, name);
      const kind = row && KINDS.get(row.kind);
      if (!row || !kind) return { why: 'This source is not there any more.' };
      if (row.fromFile) return { why: 'This source stands in firebreak.yml: change its secret there.' };
      const old = secretsOf(row);
      const asked = askedFor(kind).filter(({ secret }) => secret);
      const filled = Object.fromEntries(asked.map((field) => [field.name, given[field.name] || old[field.name] || '']));
      const sorted = sortValues(asked, filled);
      if ('wrong' in sorted) return sorted;
      const made = makeSecrets(kind);
      const sealed = sealAll(name, { ...sorted.secrets, ...made });
      if ('why' in sealed) return sealed;
      if (sealed.secrets !== null) {
        const saved = await saveSecrets(db, name, sealed.secrets, now(), requestId);
        if (!saved.allowed) return saved;
      }
      sources.changed();
      return revealed(kind, name, made, publicUrl);
    },

    /** For a source that sends: a delivery of our own making. For one that we ask: its newest three. Nothing is stored. */
    test: async (name: string): Promise<Tried> => {
      const found = await opened(name);
      if ('why' in found) return found;
      if (found.kind.push) return tryPush(found.kind, found.source, now());
      const read = await tryPull(found.source);
      if ('why' in read) return read;
      const mentions = read.heard.flatMap((one): Mention[] => (one.kind === 'mention' ? [one.mention] : []));
      return { mentions: mentions.sort((a, b) => written(b) - written(a)).slice(0, 3) };
    },

    rejected: (name: string, most: number, skip: number): Promise<RejectedItem[]> => rejectionsOf(db, name, most, skip),

    /** One rejected item once more: how many mentions came of it, and stories on a storm's card, or why it still cannot be used. */
    again: async (
      id: number,
      requestId: string | null = null,
    ): Promise<{ source: string; mentions: number; inStorm: number } | Refused> => {
      if (requestId && (await isKnownRequest(db, requestId))) return DONE_ALREADY;
      const item = await findRejection(db, id);
      if (!item) return { why: USED_OR_FORGOTTEN };
      if (item.item === null) return { why: 'It was too large to keep: let the tool send it again.' };
      const found = await opened(item.source);
      if ('why' in found) return found;
      const mapped = found.kind.again(JSON.parse(item.item), found.source, now());
      const unusable = mapped.find((one) => one.kind === 'unusable');
      if (unusable?.kind === 'unusable') return { why: unusable.why };
      const heard = mapped.flatMap((one) => (one.kind === 'nothing' || one.kind === 'unusable' ? [] : [one]));
      // It came back then, not now: for the source's health it does not count as heard.
      await hear({ ...stores, arrived: async () => {} }, item.source, { heard, rejected: [] }, now());
      const marked = await markReplayed(db, id, now(), requestId);
      if (!marked.allowed) return marked;
      const ids = heard.flatMap((one) => (one.kind === 'mention' ? [one.mention.id] : []));
      return { source: item.source, mentions: heard.length, inStorm: await storiesInStorm(db, ids) };
    },
  };

  function sealAll(name: string, secrets: Record<string, string>): { secrets: string | null } | Refused {
    if (Object.keys(secrets).length === 0) return { secrets: null };
    if (key) return { secrets: seal(key, JSON.stringify(secrets), name) };
    return { why: 'Its secrets cannot be kept: set SECRET_KEY (32 bytes, "openssl rand -base64 32") and start again.' };
  }

  /** What we have; nothing when it does not open, so that all is asked for anew. */
  function secretsOf(row: SourceRow): Readonly<Record<string, string>> {
    try {
      return sources.open(row).secrets;
    } catch {
      return {};
    }
  }
}

function written(mention: Mention): number {
  return (mention.publishedAt ?? mention.receivedAt).getTime();
}
