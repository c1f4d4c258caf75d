/** From what somebody typed or wrote in firebreak.yml to a source that can be used. */
import { randomBytes } from 'node:crypto';
import type { Field, OpenSource, SourceKind } from '../source.ts';

/** Is part of an address and of every mention's id. */
const NAME = /^[a-z][a-z\d_-]{1,39}$/;
/** Those are there already, or stand for something else. */
const TAKEN = ['generic', 'import', 'slack'];
const LONGEST = 2_000;

export type SetUp = Pick<OpenSource, 'settings' | 'secrets'>;

/** What is wrong, by the name of the field. */
export type Wrong = Record<string, string>;

/** Why a source cannot be named so, in a sentence; null when it can. */
export function wrongName(name: string): string | null {
  if (!NAME.test(name)) return 'Give 2 to 40 letters a-z, digits, - and _, beginning with a letter.';
  return TAKEN.includes(name) ? 'This name is taken: choose another one.' : null;
}

/** The fields somebody fills in: secrets of our own making are not among them. */
export function askedFor({ fields }: SourceKind): Field[] {
  return fields.filter(({ secret }) => secret !== 'made');
}

/** Random texts for the secrets that we make. 24 random bytes each, in hex: they fit into addresses and headers. */
export function makeSecrets({ fields }: SourceKind): Record<string, string> {
  const made = fields.filter(({ secret }) => secret === 'made');
  return Object.fromEntries(made.map(({ name, begins = '' }) => [name, begins + randomBytes(24).toString('hex')]));
}

/**
 * Checks what was given for `fields` and parts it into what may be read and what is kept sealed. Fields with choices
 * that were left out get their first.
 */
export function sortValues(
  fields: readonly Field[],
  values: Readonly<Record<string, string>>,
): SetUp | { wrong: Wrong } {
  const wrong: Wrong = {};
  const settings: Record<string, string> = {};
  const secrets: Record<string, string> = {};
  for (const field of fields) {
    const given = values[field.name]?.trim() || Object.keys(field.choices ?? {})[0];
    const why = wrongValue(field, given);
    if (why !== null) wrong[field.name] = why;
    else if (given !== undefined) (field.secret ? secrets : settings)[field.name] = given;
  }
  for (const name of Object.keys(values)) {
    if (fields.some((field) => field.name === name)) continue;
    const known = fields.length > 0 ? `it has ${fields.map((field) => field.name).join(', ')}` : 'it has none';
    wrong[name] = `This kind has no such field: ${known}.`;
  }
  return Object.keys(wrong).length > 0 ? { wrong } : { settings, secrets };
}

function wrongValue({ optional, choices, wrong, hint }: Field, given: string | undefined): string | null {
  if (given === undefined) return optional ? null : `It is missing. ${hint}`;
  if (given.length > LONGEST) return `It is longer than ${LONGEST.toLocaleString('en')} characters.`;
  if (choices && !Object.hasOwn(choices, given)) return `Give one of ${Object.keys(choices).join(', ')}.`;
  return wrong?.(given) ?? null;
}
