import type { Policy } from '../../policy/words.ts';
import { type FormView, form } from '../../slack/kit/request.ts';
import type { PersonId } from '../../words/people.ts';
import type { Severity } from '../../words/severity.ts';
import { OWNERS } from './view.ts';

/** Everybody whom the policy names for this severity. */
export function ownersOf(policy: Policy, level: Severity): PersonId[] {
  return [...new Set(policy.severities[level].owners.flat())];
}

/**
 * Sent before the owners of a new severity were filled in, the form still shows another's: both are asked. Into a
 * private room comes nobody who was not shown.
 */
export function chosenOwners(view: FormView, level: Severity, isPrivate: boolean, policy: Policy): PersonId[] {
  const block = Object.keys(view.state.values).find((id) => id.startsWith(OWNERS)) ?? '';
  const chosen = form(view).people(block);
  const isShown = block === `${OWNERS}${level}`;
  return isShown || isPrivate ? chosen : [...new Set([...ownersOf(policy, level), ...chosen])];
}
