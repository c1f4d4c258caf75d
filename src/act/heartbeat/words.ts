import type { PersonId } from '../../words/people.ts';

export const HEARTBEAT_SAME = 'heartbeat_same';
export const HEARTBEAT_PROGRESS = 'heartbeat_progress';
export const HEARTBEAT_FIXED = 'heartbeat_fixed';
export const HEARTBEAT_FORM = 'heartbeat';

declare module '../../words/decision.ts' {
  interface Events {
    heartbeat_given: true;
  }
}

declare module '../room/words.ts' {
  interface RoomPosts {
    heartbeat: { text: string; by: PersonId };
  }
}
