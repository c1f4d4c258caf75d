import type { ModalView } from '@slack/types';
import { changeIncident } from '../act/incident/store.ts';
import type { Incident } from '../act/incident/words.ts';
import type { Policy } from '../policy/words.ts';
import type { Firebreak } from '../slack/firebreak.ts';
import type { MessageView } from '../slack/kit/text.ts';
import { untilPosted } from '../slack/said-when-so.ts';
import type { Decision } from '../words/decision.ts';
import type { PersonId } from '../words/people.ts';

/** What a verb is called with. */
export interface Call {
  firebreak: Firebreak;
  /** What stands after the verb, as typed. */
  text: string;
  by: PersonId;
  at: Date;
  requestId: string | null;
}

/** What the caller sees: words for them alone (null: nothing), or a form. A refusal is said to every copy that asks. */
export type Answer =
  | { say: string | MessageView | null; isRefusal?: true }
  | { open: { id: string; title: string; fill: () => Promise<ModalView | string> } };

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

/** Everything `/incident` can do, by its word. Routing, help and completion all read this. */
export type Verbs = Record<string, Verb>;

declare module '../slack/firebreak.ts' {
  interface Firebreak {
    verbs: Verbs;
  }
}

export function findVerb(verbs: Verbs, word: string): Verb | null {
  return Object.hasOwn(verbs, word) ? (verbs[word] ?? null) : null;
}

/** Change the incident a verb is about, once for each request. */
export function change(
  call: Call,
  incident: Incident,
  rule: (incident: Incident, policy: Policy) => Decision<Incident>,
) {
  return changeIncident(call.firebreak.db, incident.id, call.at, rule, call.requestId);
}

/** The person mentioned first. Slack writes `<@U123|name>` for a chosen name. */
export function personIn(text: string): string | null {
  return /^\s*<@([UW][A-Z0-9]+)(\|[^>]*)?>/.exec(text)?.[1] ?? null;
}

/** As `answerTo`, where the change is said in the room: only what has been posted is called posted. */
export async function answerOncePosted(
  { firebreak }: Call,
  decision: Decision<unknown>,
  saved: string,
  done: string,
): Promise<Answer> {
  const waits = decision.allowed ? await untilPosted(firebreak, decision.owed) : null;
  return answerTo(decision, waits === null ? done : `${saved} The room will be told ${waits}`);
}

/** The answer to a change: a word of thanks, the refusal, or nothing to a repeated request. */
export function answerTo(decision: Decision<unknown>, done: string): Answer {
  if (decision.allowed) return { say: done };
  return decision.repeated ? { say: null } : refused(decision.why);
}

export function refused(why: string): Answer {
  return { say: why, isRefusal: true };
}
