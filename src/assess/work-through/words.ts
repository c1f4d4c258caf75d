import type { Alert } from '../../alert/card/words.ts';
import type { DismissReason } from '../../words/judgement.ts';

export const WORK_THROUGH = 'storm_work';
export const TURN_WORK = 'storm_work_page';
export const WORK_FORM = 'work_through';

/** What can be done to several stories at once, with the words on the choice. */
export const WORKS = { claim: "I'm on all of them", dismiss: 'Dismiss them', merge: 'They are one story' } as const;

/** What somebody decided about all the stories they ticked. */
export type Work = { what: 'claim' } | { what: 'dismiss'; as: DismissReason; note: string | null } | { what: 'merge' };

/** What became of each of them. */
export interface Worked {
  done: Alert[];
  /** Merged: the story that the others are part of now. */
  into: Alert | null;
  /** A story that is not known any more has no title. */
  left: { title: string | null; why: string }[];
}
