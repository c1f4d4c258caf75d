import type { PersonId, Role } from '../../words/people.ts';

export const TAKE_LEAD = 'page_take_lead';
export const TAKE_ROLE = 'incident_role';

declare module '../../words/decision.ts' {
  interface Events {
    role_taken: true;
  }

  interface OwedKinds {
    nobody_leads: { incidentId: number };
  }
}

declare module '../room/words.ts' {
  interface RoomPosts {
    role: { role: Role; person: PersonId; by: PersonId };
  }
}
