import type { Page } from './page.ts';
import type { Actor, PersonId } from './people.ts';

/** What can happen. A capability adds its own, with the sentence that tells it. */
// biome-ignore lint/suspicious/noEmptyInterface: each capability's words add to it
export interface Events {}
export type EventType = keyof Events;

/** One line of the timeline. Append-only. */
export interface TimelineEvent {
  type: EventType;
  by: Actor;
  at: Date;
  alertId: number | null;
  incidentId: number | null;
  detail: Record<string, string | number | boolean | string[] | null>;
}

/** One timeline event; `by` is a person unless Firebreak or a source did it. */
export function happened(
  type: EventType,
  by: Actor | PersonId,
  at: Date,
  of: { alertId?: number | null; incidentId?: number | null },
  detail: TimelineEvent['detail'] = {},
): TimelineEvent {
  return {
    type,
    by: typeof by === 'string' ? { kind: 'person', id: by } : by,
    at,
    alertId: of.alertId ?? null,
    incidentId: of.incidentId ?? null,
    detail,
  };
}

/** What can be owed. A capability adds its own, with its route and its handler. */
// biome-ignore lint/suspicious/noEmptyInterface: each capability's words add to it
export interface OwedKinds {}
export type OwedKind = keyof OwedKinds;

/**
 * What Firebreak owes the outside world. Stored with the reason for it, done by a worker.
 * Some are rendered from the present state when sent (a card, a board); others are said once (a reminder).
 */
export type Owed<Kind extends OwedKind = OwedKind> = { [K in Kind]: { kind: K } & OwedKinds[K] }[Kind];

/** What a person must mend before something can be delivered. */
export interface Obstacle {
  /** The same for all that the same mending sets free: `token`, `channel:C0123`. */
  key: string;
  /** What is wrong and what to do, in sentences. */
  why: string;
}

/**
 * A rule's answer: the new state with what happened and what is owed, or a refusal in a sentence for the person.
 * `repeated`: the same request came a second time and was acted on the first; there is nothing to say.
 */
export type Decision<State> =
  | { allowed: true; state: State; events: TimelineEvent[]; owed: Owed[]; pages: Page[] }
  | { allowed: false; why: string; repeated?: true };

/** What a rule says beside the new state. */
export interface Consequences {
  events?: TimelineEvent[];
  owed?: Owed[];
  pages?: Page[];
}

export function allow<State>(state: State, { events = [], owed = [], pages = [] }: Consequences = {}): Decision<State> {
  return { allowed: true, state, events, owed, pages };
}

export function refuse<State>(why: string): Decision<State> {
  return { allowed: false, why };
}
