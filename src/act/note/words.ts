import type { PersonId } from '../../words/people.ts';

declare module '../../words/decision.ts' {
  interface Events {
    note_added: true;
  }
}

declare module '../room/words.ts' {
  interface RoomPosts {
    note: { text: string; by: PersonId };
  }
}
