import type { PersonId } from '../../words/people.ts';

/** What a room can be told in a post of its own, by what it is about. A capability adds its own, with its sentence. */
export interface RoomPosts {
  not_invited: { people: { person: PersonId; because: string }[] };
}

/** What the room is told in a post of its own. */
export type RoomPost = { [About in keyof RoomPosts]: { about: About } & RoomPosts[About] }[keyof RoomPosts];

declare module '../../words/decision.ts' {
  interface Events {
    room_opened: true;
  }

  interface OwedKinds {
    room: { incidentId: number };
    invite: { incidentId: number; people: PersonId[] };
    uninvited: { incidentId: number; people: { person: PersonId; because: string }[]; to: PersonId | null };
    board: { incidentId: number };
    board_pin: { incidentId: number };
    topic: { incidentId: number };
    bookmark: { incidentId: number };
    /** `series`: a newer post of it takes the place of one that has not been said yet. */
    room_post: { incidentId: number; post: RoomPost; once: string; series?: string };
  }
}
