/** What an administrator sees of sources and their kinds: never a secret, but once. */

import { KINDS } from '../kinds.ts';
import type { Field, Guide, SourceKind } from '../source.ts';
import type { SourceRow } from '../store.ts';
import type { OpenSources } from './open-sources.ts';
import { askedFor } from './set-up.ts';

export interface ShownKind {
  kind: string;
  title: string;
  /** What a source of it sends to, `<name>` being its name; null for one that we ask. */
  address: string | null;
  guide: Guide;
  fields: Pick<Field, 'name' | 'label' | 'hint' | 'secret' | 'optional' | 'choices'>[];
}

/** A source and how it is. */
export type Health = Pick<
  SourceRow,
  | 'name'
  | 'kind'
  | 'isPaused'
  | 'fromFile'
  | 'addedAt'
  | 'seenAt'
  | 'accepted'
  | 'duplicates'
  | 'rejected'
  | 'lastError'
  | 'lastErrorAt'
  | 'silentSince'
> & {
  title: string;
  /** Where it sends to; null for one that we ask. */
  address: string | null;
  /** Why it cannot work as it is, in a sentence. */
  broken: string | null;
  canRotate: boolean;
};

/** What is shown once, and what is to be done with it. */
export interface Revealed {
  name: string;
  address: string | null;
  secrets: { label: string; hint: string; value: string }[];
  steps: string[];
}

export function shownKind(kind: SourceKind, publicUrl: string): ShownKind {
  const fields = askedFor(kind).map(({ name, label, hint, secret, optional, choices }) => {
    const maybe = { ...(secret ? { secret } : {}), ...(optional ? { optional } : {}), ...(choices ? { choices } : {}) };
    return { name, label, hint, ...maybe };
  });
  return {
    kind: kind.kind,
    title: kind.title,
    address: addressOf(kind, '<name>', publicUrl),
    guide: kind.guide,
    fields,
  };
}

/** @param publicUrl where senders reach us, without a slash at the end */
export function healthOf(row: SourceRow, sources: OpenSources, publicUrl: string): Health {
  const kind = KINDS.get(row.kind);
  const { name, isPaused, fromFile, addedAt, seenAt, accepted, duplicates, rejected } = row;
  const { lastError, lastErrorAt, silentSince } = row;
  const figures = { accepted, duplicates, rejected, lastError, lastErrorAt, silentSince };
  const canRotate = !fromFile && (kind?.fields.some(({ secret }) => secret) ?? false);
  const title = kind?.title ?? row.kind;
  return {
    ...{ name, kind: row.kind, title, isPaused, fromFile, canRotate, addedAt, seenAt },
    ...figures,
    address: kind ? addressOf(kind, name, publicUrl) : null,
    broken: kind ? whyBroken(kind, row, sources) : `This Firebreak knows no kind ${row.kind}.`,
  };
}

function whyBroken({ fields }: SourceKind, row: SourceRow, sources: OpenSources): string | null {
  try {
    const { secrets } = sources.open(row);
    const missing = fields.find(({ name, secret, optional }) => secret && !optional && !secrets[name]);
    return missing ? `Its ${missing.label.toLowerCase()} is missing: rotate its secret.` : null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** `made` by the names of the fields. */
export function revealed(kind: SourceKind, name: string, made: Record<string, string>, publicUrl: string): Revealed {
  const address = addressOf(kind, name, publicUrl);
  const secrets = kind.fields.flatMap(({ name: field, label, hint }) => {
    const value = made[field];
    return value === undefined ? [] : [{ label, hint, value }];
  });
  const steps = kind.guide.steps.map((step) => step.replaceAll('{address}', address ?? ''));
  return { name, address, secrets, steps };
}

function addressOf({ push }: SourceKind, name: string, publicUrl: string): string | null {
  return push ? `${publicUrl}/intake/${name}` : null;
}
