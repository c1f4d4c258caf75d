import type { Network } from '../../words/judgement.ts';
import type { PersonId } from '../../words/people.ts';

/** The first public answer by a human, or the decision that there will be none. */
export type PublicResponse =
  | { kind: 'reply'; url: string; network: Network; answeredBy: string; loggedBy: PersonId }
  | { kind: 'none'; reason: string; decidedBy: PersonId; approvedBy: PersonId };

/** What alerts and incidents share: the clock to the first public response. */
export interface ResponseClock {
  /** When the first mention was received. */
  receivedAt: Date;
  responseDueAt: Date;
  /** The deadline had passed already when the severity was raised: 10 minutes were given from then. */
  lateBecauseRaised: boolean;
  /** When the deadline was last read anew; what it would have said before that is not said. Null since the start. */
  deadlineReadAt: Date | null;
  respondedAt: Date | null;
  response: PublicResponse | null;
}
