/** Several stories, decided about at once: each by the rule of the button that it would have on a card of its own. */
import { whyNotOpen } from '../../alert/card/still-open.ts';
import type { Alert } from '../../alert/card/words.ts';
import type { Decision } from '../../words/decision.ts';
import type { DismissReason } from '../../words/judgement.ts';
import type { PersonId } from '../../words/people.ts';
import { isAtLeast } from '../../words/severity.ts';
import { claim } from '../claim/rule.ts';
import { dismiss } from '../dismiss/rule.ts';
import type { Work } from './words.ts';

/** A form as it was sent; what was not chosen is null. */
export interface Filled {
  stories: readonly number[];
  what: Work['what'] | null;
  as: DismissReason | null;
  note: string | null;
}

/** What is asked for, or beside which field something is missing. */
export function readWork({ stories, what, as, note }: Filled): Work | { field: keyof Filled; why: string } {
  if (stories.length === 0) return { field: 'stories', why: 'Tick at least one story.' };
  if (what === null) return { field: 'what', why: 'Say what is to happen to them.' };
  if (what === 'merge' && stories.length === 1)
    return { field: 'stories', why: 'Tick at least two to make one of them.' };
  if (what !== 'dismiss') return { what };
  return as === null ? { field: 'as', why: 'Say why they are dismissed.' } : { what, as, note };
}

export function workOn(alert: Alert, work: Exclude<Work, { what: 'merge' }>, by: PersonId, at: Date): Decision<Alert> {
  return work.what === 'claim' ? claim(alert, by, at) : dismiss(alert, work.as, by, at, work.note);
}

/** The worst of those that are open is what the others become part of. Null: none is. */
export function mergedInto(alerts: readonly Alert[]): Alert | null {
  return alerts.filter((alert) => whyNotOpen(alert) === null).sort(worstFirst)[0] ?? null;
}

/** The most severe first, then the most told, then the loudest, then the oldest. */
function worstFirst(a: Alert, b: Alert): number {
  const [one, other] = [a.severity ?? a.suggested, b.severity ?? b.suggested];
  if (one !== other) return isAtLeast(one, other) ? -1 : 1;
  return b.mentionCount - a.mentionCount || (b.reach ?? -1) - (a.reach ?? -1) || a.id - b.id;
}
