import type { PersonId } from '../../words/people.ts';
import type { Severity } from '../../words/severity.ts';

export const CHANGE_SEVERITY = 'incident_severity';
export const INCIDENT_SEVERITY_FORM = 'incident_severity';

declare module '../../words/decision.ts' {
  interface Events {
    severity_changed: true;
  }
}

declare module '../room/words.ts' {
  interface RoomPosts {
    severity: { from: Severity; to: Severity; by: PersonId; reason: string | null; lateBecauseRaised: boolean };
  }
}
