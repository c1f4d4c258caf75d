import type { Affected, Cause, Network } from '../../words/judgement.ts';
import type { PersonId } from '../../words/people.ts';
import type { Severity } from '../../words/severity.ts';

export const TAP_SEVERITY = 'alert_severity';
export const ASSESS_FORM = 'assess';
export const LOWER_FORM = 'lower_severity';

/** What a person judged, in one tap or in the modal. */
export interface Assessment {
  severity: Severity;
  cause: Cause;
  affected: Affected[];
  networks: Network[];
  accountableOwner: PersonId | null;
  note: string | null;
}

declare module '../../words/decision.ts' {
  interface Events {
    alert_assessed: true;
  }
}
