import type { PersonId } from '../../words/people.ts';

export const RESOLVE = 'incident_resolve';
export const CLOSE = 'incident_close';
export const REOPEN = 'incident_reopen';
export const REOPEN_FORM = 'reopen';

declare module '../../words/decision.ts' {
  interface Events {
    incident_resolved: true;
    incident_closed: true;
    incident_reopened: true;
  }
}

declare module '../room/words.ts' {
  interface RoomPosts {
    resolved: { by: PersonId };
    closed: { by: PersonId };
    reopened: { by: PersonId; reason: string };
  }
}
