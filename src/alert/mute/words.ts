import type { PersonId } from '../../words/people.ts';

export const STOP_MUTE = 'mute_stop';
export const MUTE_FORM = 'mute';

/** What can be snoozed for a while: everything by one author, under one hashtag, or found by one query. */
export const MUTES = { author: 'Author', hashtag: 'Hashtag', query: 'Query' } as const;

export type MuteKind = keyof typeof MUTES;

/** Posts that match it make no noise until it is over; SEV1 always comes through. */
export interface Mute {
  id: number;
  kind: MuteKind;
  /** Lower case; a hashtag or handle without its sign. */
  value: string;
  by: PersonId;
  at: Date;
  until: Date;
  endedAt: Date | null;
  endedBy: PersonId | null;
}

declare module '../../words/decision.ts' {
  interface Events {
    alert_muted: true;
  }

  interface OwedKinds {
    mute_card: { muteId: number };
  }
}
