import type { PersonId } from '../words/people.ts';
import type { Reminder } from '../words/reminder.ts';

declare module '../words/decision.ts' {
  interface Events {
    reminded: true;
  }

  interface OwedKinds {
    alert_reminder: { alertId: number; reminder: Reminder };
    /** `whose`: a person who is on something, or null for the channel. Decides what is said. */
    reminder_pool: { whose: PersonId | null };
    /** One message of theirs. */
    pooled_reminder: { whose: PersonId | null; pool: string };
    /** The channel's message for an owner who is no member there. */
    absent_owner: { owner: PersonId; pool: string };
    /** Owed by the version before. */
    late_reminders: { pool: string };
  }
}

declare module '../act/room/words.ts' {
  interface RoomPosts {
    reminder: { reminder: Reminder };
  }
}
