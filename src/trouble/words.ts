import type { PersonId } from '../words/people.ts';

export const RETRY = 'delivery_retry';

declare module '../words/decision.ts' {
  interface OwedKinds {
    /** `failed`: the key of the delivery that *Try again* tries again; null where there is nothing to try. */
    alarm: { text: string; failed: string | null; once: string };
    /** Something stands in the way of deliveries: who can mend it is told, and told again once it is mended. */
    obstacle: { obstacle: string; since: string };
    /** `to`: a person, or null for the alerts channel. */
    obstacle_message: { obstacle: string; since: string; to: PersonId | null };
    channel_check: { channel: string };
    /** For an administrator: these owners are no members of the alerts channel. */
    absent_owners: { owners: PersonId[]; to: PersonId };
  }
}
