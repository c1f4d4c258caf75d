import type { PersonId } from '../../words/people.ts';

export const ATTACH_FORM = 'attach';

declare module '../../words/decision.ts' {
  interface Events {
    alert_attached: true;
  }
}

declare module '../room/words.ts' {
  interface RoomPosts {
    attached: { title: string; by: PersonId; mentions: number };
  }
}
