import type { ResponseClock } from '../../alert/response/words.ts';
import type { Affected, Cause, Network } from '../../words/judgement.ts';
import type { PersonId, Role } from '../../words/people.ts';
import type { Severity } from '../../words/severity.ts';

export const INCIDENT_MENU = 'incident_more';

export interface Incident extends ResponseClock {
  id: number;
  version: number;
  status: 'open' | 'resolved' | 'closed';
  title: string;
  severity: Severity;
  cause: Cause;
  affected: Affected[];
  networks: Network[];
  accountableOwner: PersonId | null;
  /** Decided before anyone is invited. Seen by `people` alone. */
  isPrivate: boolean;
  /** The alert it grew from; none when declared by hand. */
  alertId: number | null;
  /** The first mention, for the bookmark. */
  mentionUrl: string | null;
  roomId: string | null;
  roomName: string | null;
  roles: Partial<Record<Role, PersonId>>;
  /** Everyone asked into the room. */
  people: PersonId[];
  openedBy: PersonId;
  openedAt: Date;
  /** A decision for "no public response" waits for its approver; the clock runs on. */
  silence: { reason: string; askedBy: PersonId; approver: PersonId } | null;
  lastUpdate: { text: string; by: PersonId; at: string } | null;
  nextUpdateDueAt: Date | null;
  /** What the tech team said last, and when the next word is due. */
  lastHeartbeat: { text: string; by: PersonId; at: string } | null;
  heartbeatDueAt: Date | null;
  resolvedBy: PersonId | null;
  resolvedAt: Date | null;
  closedAt: Date | null;
  remindedUpTo: Date;
}

/** What is kept of an incident as it goes on, before anything has happened. */
export const NOTHING_YET = {
  silence: null,
  lastUpdate: null,
  nextUpdateDueAt: null,
  lastHeartbeat: null,
  heartbeatDueAt: null,
  resolvedBy: null,
  resolvedAt: null,
  closedAt: null,
} satisfies Partial<Incident>;
