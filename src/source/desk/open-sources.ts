/** Sources as they are set up now, with their secrets opened. */
import type { Database } from '../../db/connect.ts';
import type { OpenSource } from '../source.ts';
import { allSources, type SourceRow } from '../store.ts';
import { unseal } from './seal.ts';

export type FoundSource = OpenSource & { isPaused: boolean };

export interface OpenSources {
  /** Null when there is none of this name. At most two seconds old: it is asked for every request. */
  find: (name: string) => Promise<FoundSource | null>;
  /** Throws a sentence when its secrets do not open, or firebreak.yml here does not name it. */
  open: (row: SourceRow) => OpenSource;
  /** One was changed here: the next look reads them again. */
  changed: () => void;
}

/** Milliseconds. A change in another replica is known after that. */
const FRESH = 2_000;

/** @param fromFile those that firebreak.yml names: their secrets are not stored */
export function openSources(
  db: Database,
  key: Buffer | null,
  fromFile: readonly OpenSource[],
  now: () => Date,
): OpenSources {
  let known: { at: number; sources: Promise<Map<string, FoundSource>> } | null = null;

  function open(row: SourceRow): OpenSource {
    const { name, kind, settings } = row;
    if (row.fromFile) {
      const written = fromFile.find((one) => one.name === name && one.kind === kind);
      if (!written) throw new Error(`firebreak.yml does not name ${name} here.`);
      return written;
    }
    if (row.secrets === null) return { name, kind, settings, secrets: {} };
    if (!key) throw new Error(`The secrets of ${name} are encrypted, and SECRET_KEY is not set.`);
    return { name, kind, settings, secrets: JSON.parse(unseal(key, row.secrets, name)) };
  }

  /** One that cannot be opened is as good as not there; the list in Slack says why. */
  function found(row: SourceRow): [string, FoundSource][] {
    try {
      return [[row.name, { ...open(row), isPaused: row.isPaused }]];
    } catch {
      return [];
    }
  }

  return {
    open,
    find: async (name) => {
      const at = now().getTime();
      if (!known || at - known.at >= FRESH || at < known.at) {
        const sources = allSources(db).then((rows) => new Map(rows.flatMap(found)));
        known = { at, sources };
        // What failed is asked again.
        sources.catch(() => {
          if (known?.sources === sources) known = null;
        });
      }
      return (await known.sources).get(name) ?? null;
    },
    changed: () => {
      known = null;
    },
  };
}
