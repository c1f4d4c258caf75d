/** A file that a person chose, read and heard like what listening tools send. */

import { mapGeneric } from '../generic/generic.ts';
import { hear, type Stores } from '../hear.ts';
import type { Intake } from '../push/http.ts';
import { readCsv } from './csv.ts';
import type { Dates } from './csv-row.ts';

/** `source` of its mentions. */
export const IMPORT = 'import';

/** So many posts are stored at a time: what a listening tool sends meanwhile does not wait for the whole file. */
const AT_ONCE = 200;

export interface Imported {
  accepted: number;
  duplicates: number;
  /** Why rows were refused, each sentence beginning with its row. */
  refused: string[];
  /** How the whole was read, where that had to be assumed. Sentences. */
  notes: string[];
  /** How many of its stories stand on a storm's card. */
  inStorm: number;
}

/**
 * Returns once everything is stored, or why the file as a whole cannot be read. The same file once more changes
 * nothing: its posts are known already.
 * @param inStorm how many of the stories that these posts tell stand on a storm's card
 * @param counted hears how many posts were stored, known already or unusable
 */
export async function importFile(
  stores: Stores,
  raw: Buffer,
  dates: Dates,
  at: Date,
  inStorm: (mentionIds: string[]) => Promise<number>,
  counted: Intake['counted'] = () => {},
): Promise<Imported | { why: string }> {
  const reading = await readCsv(raw, dates, at, (fields) => mapGeneric(fields, at, IMPORT));
  if ('why' in reading) return { why: reading.why };
  const { heard, rejected, notes = [] } = reading;
  const imported: Imported = { accepted: 0, duplicates: 0, refused: rejected.map(({ why }) => why), notes, inStorm: 0 };
  // What was refused is kept with the first part, also when there is no other.
  for (let next = 0; next === 0 || next < heard.length; next += AT_ONCE) {
    const part = { heard: heard.slice(next, next + AT_ONCE), rejected: next === 0 ? rejected : [] };
    const { accepted, duplicates } = await hear(stores, IMPORT, part, at);
    imported.accepted += accepted;
    imported.duplicates += duplicates;
  }
  imported.inStorm = await inStorm(heard.flatMap((one) => (one.kind === 'mention' ? [one.mention.id] : [])));
  counted('accepted', imported.accepted);
  counted('duplicate', imported.duplicates);
  counted('rejected', rejected.length);
  return imported;
}
