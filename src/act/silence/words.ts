import type { PersonId } from '../../words/people.ts';

export const APPROVE_SILENCE = 'silence_approve';
export const DECLINE_SILENCE = 'silence_decline';
export const SILENCE_FORM = 'silence';

declare module '../../words/decision.ts' {
  interface Events {
    silence_asked: true;
    silence_approved: true;
    silence_declined: true;
  }

  interface OwedKinds {
    silence_ask: { incidentId: number; approver: PersonId; once: string };
  }
}

declare module '../room/words.ts' {
  interface RoomPosts {
    silence_asked: { reason: string; askedBy: PersonId; approver: PersonId };
    silence_declined: { by: PersonId };
  }
}
