import type { PersonId } from '../../words/people.ts';

export const SUBSCRIBE = 'incident_subscribe';
export const SUBSCRIBE_ALL = 'subscribe_all';
export const UNSUBSCRIBE_ALL = 'unsubscribe_all';

/** A person who wants to be told without joining: one incident, or all SEV1 and SEV2. */
export interface Subscription {
  person: PersonId;
  incidentId: number | null;
}

export type BriefTopic = 'opened' | 'severity' | 'response' | 'update' | 'resolved';

declare module '../../words/decision.ts' {
  interface OwedKinds {
    brief: { incidentId: number; topic: BriefTopic; once: string };
    brief_dm: { incidentId: number; topic: BriefTopic; person: PersonId; once: string };
  }
}
