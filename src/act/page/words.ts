import type { PersonId } from '../../words/people.ts';

export const ACKNOWLEDGE_PAGE = 'page_acknowledge';
export const DECLINE_PAGE = 'page_decline';

declare module '../../words/decision.ts' {
  interface Events {
    page_sent: true;
    page_acknowledged: true;
    page_declined: true;
    page_unanswered: true;
  }

  interface OwedKinds {
    page_ask: { pageId: string; person: PersonId; round: number; notBefore: Date };
    page_unanswered: { pageId: string };
  }
}

declare module '../room/words.ts' {
  interface RoomPosts {
    page_acknowledged: { person: PersonId; why: string };
    page_unanswered: { asked: PersonId[]; why: string };
  }
}
