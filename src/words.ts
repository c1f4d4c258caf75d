/** The words of Firebreak as types. Read this first. Imports nothing. */

// --- Judgement ---------------------------------------------------------------------------------------------------

export const SEVERITIES = ['SEV1', 'SEV2', 'SEV3', 'SEV4'] as const;
/** SEV1 is critical, SEV4 is low. */
export type Severity = (typeof SEVERITIES)[number];

/** Is `a` as severe as `b`, or more? */
export function isAtLeast(a: Severity, b: Severity): boolean {
  return SEVERITIES.indexOf(a) <= SEVERITIES.indexOf(b);
}

/** The more severe of the two. */
export function worse(a: Severity, b: Severity): Severity {
  return isAtLeast(a, b) ? a : b;
}

export const SEVERITY_MEANING = {
  SEV1: 'Critical: people, law or our standing at stake',
  SEV2: 'High: spreading, or a serious allegation',
  SEV3: 'Moderate: a real complaint with an audience',
  SEV4: 'Low: a single complaint, a question, noise',
} as const satisfies Record<Severity, string>;

export const CAUSES = {
  unknown: 'Not known yet',
  human_error: 'Human error',
  malicious_insider: 'Malicious insider',
  account_takeover: 'Account takeover',
  security_incident: 'Security incident',
  product_fault: 'Product fault',
  service_outage: 'Service outage',
  external_partner: 'External partner',
  policy_or_content: 'Our policy or content',
  misinformation: 'Misinformation',
  legitimate_complaint: 'Legitimate complaint',
  unfounded_or_abuse: 'Unfounded or abuse',
} as const;
export type Cause = keyof typeof CAUSES;

export const AFFECTED = {
  people: 'People (safety or health)',
  customers: 'Customers',
  staff: 'Staff',
  nobody_known: 'Nobody yet known',
} as const;
export type Affected = keyof typeof AFFECTED;

export const NETWORKS = {
  x: 'X',
  facebook: 'Facebook',
  instagram: 'Instagram',
  tiktok: 'TikTok',
  youtube: 'YouTube',
  linkedin: 'LinkedIn',
  reddit: 'Reddit',
  bluesky: 'Bluesky',
  mastodon: 'Mastodon',
  quora: 'Quora',
  review: 'Review site',
  news: 'News',
  blog: 'Blog',
  forum: 'Forum',
  ticket: 'Support ticket',
  other: 'Elsewhere',
} as const;
export type Network = keyof typeof NETWORKS;

export const DISMISS_REASONS = {
  not_about_us: 'Not about us',
  already_handled: 'Already handled',
  spam_or_troll: 'Spam or troll',
  mis_scored: 'Mis-scored (not negative)',
  duplicate: 'Duplicate',
  watch_only: 'Watch only',
} as const;
export type DismissReason = keyof typeof DISMISS_REASONS;

export const ROLES = {
  lead: 'Lead',
  spokesperson: 'Spokesperson',
  community: 'Community',
  legal: 'Legal',
  tech: 'Tech',
} as const;
export type Role = keyof typeof ROLES;

// --- Who and when ------------------------------------------------------------------------------------------------

/** A person is their Slack user id, never a name. */
export type PersonId = string;

export type Actor = { kind: 'person'; id: PersonId } | { kind: 'firebreak' } | { kind: 'source'; name: string };

export const FIREBREAK: Actor = { kind: 'firebreak' };

/** Minutes as milliseconds. */
export function minutes(n: number): number {
  return n * 60_000;
}

/** `ms` after `at`. */
export function after(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms);
}

// --- Mention and alert -------------------------------------------------------------------------------------------

export interface Author {
  /** The network's own id. */
  id?: string;
  name?: string;
  handle?: string;
  url?: string;
  followers?: number;
  verified?: boolean;
}

/** What a post answers or passes on. */
export interface Parent {
  kind: 'reply' | 'quote' | 'comment' | 'repost';
  /** The mention that the parent is, when it was heard: an id as in `Mention.id`. */
  id: string | null;
  url: string | null;
}

/**
 * One public post, comment, review or article about us, as it was when it was heard. Missing figures are absent, never 0.
 */
export interface Mention {
  /** Derived from source and external id: the same post gets the same id. */
  id: string;
  source: string;
  externalId: string;
  network: Network;
  url: string | null;
  /** For recognising the same post only; people are shown `url`. */
  canonicalUrl: string | null;
  author: Author;
  title: string | null;
  text: string | null;
  /** `withheld`: the source's licence keeps the text back. */
  textState: 'full' | 'snippet' | 'withheld';
  publishedAt: Date | null;
  /** Ours: the response clock starts here. */
  receivedAt: Date;
  sentiment: 'negative' | 'neutral' | 'positive' | null;
  reach: number | null;
  engagement: number | null;
  /** Stars given. */
  rating: { value: number; max: number } | null;
  /** Two or three lower-case letters (BCP 47): the source's word for it, else detected. */
  language: string | null;
  parent: Parent | null;
  /** The search that found it, in the listening tool's words. */
  query: string | null;
}

/** What became of a mention after it was heard. What was heard itself never changes: it is evidence. */
export interface KnownMention extends Mention {
  alertId: number;
  /** Of the text, author, time, address and figures as they were heard. */
  sha256: string;
  editedAt: Date | null;
  /** What it says now, when it was edited. */
  editedText: string | null;
  deletedAt: Date | null;
}

/** An answer of ours that a source saw in public. People say whether it was the response. */
export interface OwnReply {
  /** Of the reply itself: the same one is seen more than once. */
  id: string;
  /** The mention it answers. */
  to: string;
  url: string;
  network: Network;
  by: string;
  at: Date;
}

/** What a source says it heard. */
export type Heard =
  | { kind: 'mention'; mention: Mention }
  | { kind: 'deleted'; mentionId: string }
  | { kind: 'own_reply'; reply: OwnReply };

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
  respondedAt: Date | null;
  response: PublicResponse | null;
}

/** One story: the mentions that say the same thing. One card, one response clock. */
export interface Alert extends ResponseClock {
  id: number;
  /** Counts changes. A button carries the version its clicker saw. */
  version: number;
  /** Once escalated, the incident owns the clocks. Merged: another alert tells the story now. */
  status: 'open' | 'dismissed' | 'escalated' | 'merged';
  title: string;
  firstMentionId: string;
  publishedAt: Date | null;
  lastMentionAt: Date;
  mentionCount: number;
  /** The largest single audience seen. */
  reach: number | null;
  suggested: Severity;
  suggestedBecause: string[];
  severity: Severity | null;
  cause: Cause;
  affected: Affected[];
  networks: Network[];
  accountableOwner: PersonId | null;
  note: string | null;
  assessedBy: PersonId | null;
  assessedAt: Date | null;
  claimedBy: PersonId | null;
  claimedAt: Date | null;
  /** Someone must claim or assess by then. */
  acknowledgeDueAt: Date;
  snoozedUntil: Date | null;
  dismissedAs: DismissReason | null;
  dismissedBy: PersonId | null;
  escalatedBy: PersonId | null;
  incidentId: number | null;
  /** The alert it was merged into. */
  mergedInto: number | null;
  /** Opened in a storm, and shown on the storm's card alone until somebody takes it out. */
  stormId: number | null;
  /** Held back by this mute. */
  mutedBy: number | null;
  /** Reminders due up to this moment have been dealt with. */
  remindedUpTo: Date;
}

/** Many stories at once: one card for all of them. */
export interface Storm {
  id: number;
  startedAt: Date;
  /** When its latest story began. */
  lastAt: Date;
  stories: number;
  endedAt: Date | null;
}

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

/** How fast a story is told. Posts an hour that are negative or not classified. */
export interface Pace {
  lastHour: number;
  /** The median for this hour of the week over 28 days; null when that is not known yet. */
  usual: number | null;
}

/** What a person judged, in one tap or in the modal. */
export interface Assessment {
  severity: Severity;
  cause: Cause;
  affected: Affected[];
  networks: Network[];
  accountableOwner: PersonId | null;
  note: string | null;
}

// --- Incident ----------------------------------------------------------------------------------------------------

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

/** `INC-0042`: how people name an incident. */
export function incidentName(id: number): string {
  return `INC-${String(id).padStart(4, '0')}`;
}

export interface Ask {
  person: PersonId;
  /** Counts from 1. */
  round: number;
  askedAt: string;
  answer: 'waiting' | 'acknowledged' | 'declined' | 'no_answer' | 'unreachable';
}

/** Asking named owners, step by step, until one takes it. */
export interface Page {
  /** Made from what it is about, so the same reason never pages twice: `inc-42/opened`. */
  id: string;
  version: number;
  alertId: number | null;
  incidentId: number | null;
  why: string;
  /** Who is asked in each round; after the last step the first comes again. */
  steps: PersonId[][];
  round: number;
  asks: Ask[];
  status: 'asking' | 'acknowledged' | 'unanswered' | 'stopped';
  answeredBy: PersonId | null;
  startedAt: Date;
  /** The present round waits until then. */
  answerDueAt: Date;
}

/** A person who wants to be told without joining: one incident, or all SEV1 and SEV2. */
export interface Subscription {
  person: PersonId;
  incidentId: number | null;
}

// --- Policy ------------------------------------------------------------------------------------------------------

/** All numbers in minutes. `null` means none. */
export interface SeverityPolicy {
  acknowledge: number;
  response: number;
  update: number | null;
  heartbeat: number | null;
  /** The escalation policy: who is paged together in each step. All of them are invited. */
  owners: PersonId[][];
}

/** Words that raise a post to at least this severity, whatever its numbers. */
export interface Topic {
  /** For instance `injury`. The lists of all languages have the same names. */
  name: string;
  floor: Severity;
  /** As it stands on the card: "names an injury, a death or a danger". */
  because: string;
  /** Language (two letters) to the words or `/patterns/` that call for it. */
  words: Record<string, string[]>;
}

export interface Policy {
  severities: Record<Severity, SeverityPolicy>;
  page: { answerWithin: number; rounds: number };
  /** More new stories than this within so many minutes are a storm. */
  storm: { stories: number; within: number };
  topics: Topic[];
}

// --- Reminders ---------------------------------------------------------------------------------------------------

export type ClockName = 'acknowledge' | 'response' | 'update' | 'heartbeat' | 'lead' | 'snooze' | 'suggestion';

/** A moment at which something is said about a clock. */
export interface Mark {
  clock: ClockName;
  /** For instance `50 %`, `breach`, `+15 min`, `page`. */
  step: string;
  at: Date;
  dueAt: Date;
}

/** A mark as it is stored and posted. Times are ISO. */
export interface Reminder {
  clock: ClockName;
  step: string;
  at: string;
  dueAt: string;
  /** Over a minute late, for instance after downtime. Milliseconds. */
  lateBy: number;
}

// --- Events and decisions ----------------------------------------------------------------------------------------

export type EventType =
  | 'alert_opened'
  | 'alert_claimed'
  | 'alert_assessed'
  | 'alert_dismissed'
  | 'alert_reopened'
  | 'alert_snoozed'
  | 'alert_escalated'
  | 'alert_attached'
  | 'alert_merged'
  | 'mention_split'
  | 'mention_edited'
  | 'mention_deleted'
  | 'reply_seen'
  | 'alert_muted'
  | 'alert_taken_out'
  | 'incident_opened'
  | 'room_opened'
  | 'severity_changed'
  | 'role_taken'
  | 'page_sent'
  | 'page_acknowledged'
  | 'page_declined'
  | 'page_unanswered'
  | 'reply_logged'
  | 'silence_asked'
  | 'silence_approved'
  | 'silence_declined'
  | 'update_posted'
  | 'heartbeat_given'
  | 'note_added'
  | 'reminded'
  | 'incident_resolved'
  | 'incident_closed'
  | 'incident_reopened';

/** One line of the timeline. Append-only. */
export interface TimelineEvent {
  type: EventType;
  by: Actor;
  at: Date;
  alertId: number | null;
  incidentId: number | null;
  detail: Record<string, string | number | boolean | string[] | null>;
}

/** One timeline event; `by` is a person unless Firebreak or a source did it. */
export function happened(
  type: EventType,
  by: Actor | PersonId,
  at: Date,
  of: { alertId?: number | null; incidentId?: number | null },
  detail: TimelineEvent['detail'] = {},
): TimelineEvent {
  return {
    type,
    by: typeof by === 'string' ? { kind: 'person', id: by } : by,
    at,
    alertId: of.alertId ?? null,
    incidentId: of.incidentId ?? null,
    detail,
  };
}

export type BriefTopic = 'opened' | 'severity' | 'response' | 'update' | 'resolved';

/** What the room is told in a post of its own. */
export type RoomPost =
  | { about: 'reminder'; reminder: Reminder }
  | { about: 'page_acknowledged'; person: PersonId; why: string }
  | { about: 'page_unanswered'; asked: PersonId[]; why: string }
  | { about: 'not_invited'; people: { person: PersonId; because: string }[] }
  | { about: 'severity'; from: Severity; to: Severity; by: PersonId; reason: string | null; lateBecauseRaised: boolean }
  | { about: 'response'; response: PublicResponse }
  | { about: 'update'; text: string; by: PersonId; nextAt: string | null }
  | { about: 'heartbeat'; text: string; by: PersonId }
  | { about: 'note'; text: string; by: PersonId }
  | { about: 'role'; role: Role; person: PersonId; by: PersonId }
  | { about: 'silence_asked'; reason: string; askedBy: PersonId; approver: PersonId }
  | { about: 'silence_declined'; by: PersonId }
  | { about: 'attached'; title: string; by: PersonId; mentions: number }
  | { about: 'resolved' | 'closed'; by: PersonId }
  | { about: 'reopened'; by: PersonId; reason: string };

/**
 * What Firebreak owes the outside world. Stored with the reason for it, done by a worker.
 * Some are rendered from the present state when sent (a card, a board); others are said once (a reminder).
 */
export type Owed =
  | { kind: 'alert_card'; alertId: number }
  | { kind: 'alert_reminder'; alertId: number; reminder: Reminder }
  | { kind: 'alert_chart'; alertId: number }
  | { kind: 'storm_card'; stormId: number }
  | { kind: 'storm_reminder'; stormId: number; clock: ClockName; step: string; alertId: number }
  | { kind: 'mute_card'; muteId: number }
  | { kind: 'reply_seen'; alertId: number; reply: Omit<OwnReply, 'at'> & { at: string } }
  | { kind: 'source_word'; source: string; text: string; once: string }
  | { kind: 'week_line'; from: string; to: string }
  | { kind: 'room'; incidentId: number }
  | { kind: 'invite'; incidentId: number; people: PersonId[] }
  | { kind: 'board'; incidentId: number }
  | { kind: 'board_pin'; incidentId: number }
  | { kind: 'topic'; incidentId: number }
  | { kind: 'bookmark'; incidentId: number }
  | { kind: 'headline'; incidentId: number }
  | { kind: 'room_post'; incidentId: number; post: RoomPost; once: string }
  | { kind: 'page_ask'; pageId: string; person: PersonId; round: number; notBefore: Date }
  | { kind: 'page_unanswered'; pageId: string }
  | { kind: 'silence_ask'; incidentId: number; approver: PersonId; once: string }
  | { kind: 'brief'; incidentId: number; topic: BriefTopic; once: string }
  | { kind: 'brief_dm'; incidentId: number; topic: BriefTopic; person: PersonId; once: string }
  | { kind: 'alarm'; text: string; failed: string; once: string };

/**
 * A rule's answer: the new state with what happened and what is owed, or a refusal in a sentence for the person.
 * `repeated`: the same request came a second time and was acted on the first; there is nothing to say.
 */
export type Decision<State> =
  | { allowed: true; state: State; events: TimelineEvent[]; owed: Owed[]; pages: Page[] }
  | { allowed: false; why: string; repeated?: true };

/** What a rule says beside the new state. */
export interface Consequences {
  events?: TimelineEvent[];
  owed?: Owed[];
  pages?: Page[];
}

export function allow<State>(state: State, { events = [], owed = [], pages = [] }: Consequences = {}): Decision<State> {
  return { allowed: true, state, events, owed, pages };
}

export function refuse<State>(why: string): Decision<State> {
  return { allowed: false, why };
}
