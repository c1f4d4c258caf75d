import type { Decision } from '../../words/decision.ts';
import type { PersonId } from '../../words/people.ts';
import type { Revealed, ShownField, ShownKind, ShownRejection, ShownSource, Tried } from './view-shown.ts';

/** What may be done with sources.  */
export interface SourceDesk {
  kinds: () => ShownKind[];
  list: () => Promise<ShownSource[]>;
  find: (name: string) => Promise<ShownSource | null>;
  /** Adds one, or says by the name of the field what is wrong. `requestId`: the request, of which a copy may come. */
  add: (
    kind: string,
    name: string,
    values: Record<string, string>,
    by: PersonId,
    requestId: string | null,
  ) => Promise<Revealed | { wrong: Record<string, string> } | { why: string }>;
  pause: (name: string, isPaused: boolean) => Promise<void>;
  remove: (name: string, requestId: string | null) => Promise<Decision<null>>;
  /** The secrets that somebody types. */
  givenSecrets: (name: string) => Promise<ShownField[]>;
  rotate: (
    name: string,
    given: Record<string, string>,
    requestId: string | null,
  ) => Promise<Revealed | { wrong: Record<string, string> } | { why: string }>;
  test: (name: string) => Promise<Tried>;
  rejected: (name: string, most: number, skip: number) => Promise<ShownRejection[]>;
  /** One rejected item once more: how many mentions came of it, and stories on a storm's card, or why it cannot be used. */
  again: (
    rejection: number,
    requestId: string | null,
  ) => Promise<{ source: string; mentions: number; inStorm: number } | { why: string; repeated?: true }>;
}

declare module '../../slack/firebreak.ts' {
  interface Firebreak {
    sources: SourceDesk;
  }
}
