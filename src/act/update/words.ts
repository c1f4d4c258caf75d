import type { PersonId } from '../../words/people.ts';

export const UPDATE = 'incident_update';
export const UPDATE_FORM = 'update';

declare module '../../words/decision.ts' {
  interface Events {
    update_posted: true;
  }
}

declare module '../room/words.ts' {
  interface RoomPosts {
    update: { text: string; by: PersonId; nextAt: string | null };
  }
}
