import type { ModalView } from '@slack/types';
import type { Decision, Incident, PersonId } from '../../words.ts';
import type { Firebreak } from '../firebreak.ts';
import type { loading } from '../views/modals.ts';
import type { MessageView } from '../views/text.ts';

/** What a verb is called with. */
export interface Call {
  firebreak: Firebreak;
  /** What stands after the verb, as typed. */
  text: string;
  by: PersonId;
  at: Date;
  heardAs: string | null;
}

/** What the caller sees: words for them alone (null: nothing), or a form. */
export type Answer =
  | { say: string | MessageView | null }
  | { open: { id: Parameters<typeof loading>[0]; title: string; fill: () => Promise<ModalView | string> } };

interface Described {
  /** As in help: `sev <1-4> [why]`. */
  usage: string;
  /** One line for help. */
  does: string;
}

/** Works on one incident: the room's own, the one named first (`INC-7`), or the one chosen when asked. */
export interface IncidentVerb extends Described {
  on: 'incident';
  run: (call: Call, incident: Incident) => Promise<Answer>;
}

/** Needs no incident; gets the room's own where there is one. */
export interface PlainVerb extends Described {
  on: 'anywhere';
  run: (call: Call, incident: Incident | null) => Promise<Answer>;
}

export type Verb = IncidentVerb | PlainVerb;

/** The answer to a change: a word of thanks, the refusal, or nothing to a repeated request. */
export function told(decision: Decision<unknown>, done: string): Answer {
  if (decision.allowed) return { say: done };
  return { say: decision.repeated ? null : decision.why };
}
