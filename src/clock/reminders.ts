/**
 * Every reminder: when it speaks, how loud, in what words. Adding one is a row. The name of a step is stored and stands on
 * the timeline, so it never changes.
 */
import type { Incident } from '../act/incident/words.ts';
import type { Alert } from '../alert/card/words.ts';
import type { ResponseClock } from '../alert/response/words.ts';
import type { PersonId } from '../words/people.ts';
import type { Reminder } from '../words/reminder.ts';
import { SEVERITIES } from '../words/severity.ts';
import { minutes } from '../words/time.ts';

/** Something that is to happen by a certain time. */
export interface Running {
  /** Which of several, where a clock can run more than once: two that fall due together are two reminders. */
  of?: string;
  /** Shares are counted from here. Default: the deadline itself. */
  since?: Date;
  dueAt: Date;
  /** The deadline was read anew then: nobody has missed what it would have said before. */
  readAt?: Date | null;
}

/** How words get into a sentence: given, so that rows need not know what shows them. */
export interface Wording {
  moment: (at: Date | string) => string;
  person: (id: PersonId) => string;
  escaped: (text: string) => string;
}

/** The worst of a storm's stories that got so far, quoted; how many nobody has; a clause on those that are late, or empty. */
export interface StormToldOf {
  title: string;
  unclaimed: number;
  late: string;
}

export interface Step<Of> {
  step: string;
  /** When: a share of the time up to the deadline, or so long after it. Neither: it is said when it happens. */
  share?: number;
  after?: number;
  /** Shown in the channel as well; else seen by nobody who is not in the card's thread. */
  isLoud?: true;
  /** A snooze holds it back. */
  isEarly?: true;
  /** The next owners are paged. Of SEV1 and SEV2 alone. */
  pages?: true;
  says: (of: Of, reminder: Reminder, words: Wording) => string;
  /** The same once for all of a storm's stories, where a storm can come to it. */
  saysOfStorm?: (storm: StormToldOf) => string;
}

export interface Row<Of> {
  clock: string;
  /** What runs now. A reminder that waited while it stopped is not said any more. */
  running: (of: Of) => Running[];
  /** It is still the same when its deadline has moved. */
  outlivesItsDeadline?: true;
  steps: readonly Step<Of>[];
  /** The room is given the buttons that answer it. */
  asks?: 'heartbeat';
  /** One line of the room says it, edited as time passes. */
  line?: 'nobody_leads';
}

// --- The first public response ---------------------------------------------------------------------------------------

/** Source: design, section 2: 50 %, 75 %, 90 %, the breach, every 15 min five times, then the next owners are paged. */
interface ResponseStep extends Pick<Step<never>, 'step' | 'share' | 'after' | 'isLoud' | 'isEarly' | 'pages'> {
  says: (due: string) => string;
  saysOfStorm: (storm: StormToldOf) => string;
}

const worst = ({ title }: StormToldOf) => `${title}, the worst of this storm's stories to get so far`;

const shareOf = (share: number, loud: Pick<ResponseStep, 'isLoud' | 'isEarly'>): ResponseStep => {
  const step = `${share * 100} %`;
  return {
    ...{ step, share, ...loud },
    says: (due) => `⏳ ${step} of the time to the first public response is gone; it is due ${due}.`,
    saysOfStorm: (storm) =>
      `⏳ ${step} of the time to the first public response is gone for ${worst(storm)}.${storm.late}`,
  };
};
const lateBy = (min: number): ResponseStep => ({
  ...{ step: `+${min} min`, after: minutes(min), isLoud: true },
  says: () => `🔥 *${min} min late:* still no public response.`,
  saysOfStorm: (storm) => `🔥 *${min} min late:* still no public response to ${worst(storm)}.${storm.late}`,
});

export const RESPONSE_CLOCK = 'response';
/** The step at which the time to the first public response is over. */
export const BREACH = 'breach';

const RESPONSE: readonly ResponseStep[] = [
  shareOf(0.5, { isEarly: true }),
  shareOf(0.75, { isEarly: true }),
  shareOf(0.9, { isLoud: true }),
  {
    ...{ step: BREACH, after: 0, isLoud: true },
    says: () => '🔥 *No public response yet, and the time is up.* Answer now, then log the reply.',
    saysOfStorm: (storm) => `🔥 *No public response yet to ${worst(storm)}, and the time is up.*${storm.late}`,
  },
  ...[15, 30, 45, 60, 75].map(lateBy),
  {
    ...{ step: 'page', after: minutes(90), isLoud: true, pages: true },
    says: (due) => `🔥 *Still no public response*; it was due ${due}. The next owners are being paged.`,
    saysOfStorm: (storm) =>
      `🔥 *Still no public response* to ${worst(storm)}. The next owners are being paged.${storm.late}`,
  },
];

function response<Of extends ResponseClock>(inWords: (said: string, of: Of, words: Wording) => string): Row<Of> {
  return {
    clock: RESPONSE_CLOCK,
    running: ({ respondedAt, receivedAt, responseDueAt, deadlineReadAt }) =>
      respondedAt ? [] : [{ since: receivedAt, dueAt: responseDueAt, readAt: deadlineReadAt }],
    outlivesItsDeadline: true,
    steps: RESPONSE.map((one) => ({
      ...one,
      says: (of, { dueAt }, words) => inWords(one.says(words.moment(dueAt)), of, words),
    })),
  };
}

// --- Deadlines that speak when they pass, and again ------------------------------------------------------------------

function repeated<Of>(every: number, times: number, says: Step<Of>['says'], also: Partial<Step<Of>> = {}): Step<Of>[] {
  return Array.from({ length: times }, (_, i) => {
    return { step: i === 0 ? 'due' : `again ${i}`, after: i * every, isLoud: true, isEarly: true, says, ...also };
  });
}

const at = (dueAt: Date | null): Running[] => (dueAt ? [{ dueAt }] : []);

/** Of an open alert that nobody snoozed by author, hashtag or query. */
export const ALERT_REMINDERS: readonly Row<Alert>[] = [
  {
    clock: 'acknowledge',
    running: ({ claimedBy, assessedAt, acknowledgeDueAt }) => at(claimedBy || assessedAt ? null : acknowledgeDueAt),
    outlivesItsDeadline: true,
    steps: repeated(
      minutes(10),
      3,
      (_, { dueAt }, { moment }) => {
        return `👋 Nobody has taken this alert. Someone should have been on it by ${moment(dueAt)}. Press *I'm on it* on the card.`;
      },
      {
        saysOfStorm: ({ title, unclaimed, late }) =>
          `👋 Nobody has taken ${title} of this storm; ${unclaimed} of its stories are unclaimed.${late} Work through them on its card.`,
      },
    ),
  },
  response(
    (said, { claimedBy }, { person }) => `${said} ${claimedBy ? `${person(claimedBy)} is on it.` : 'Nobody is on it.'}`,
  ),
  {
    clock: 'snooze',
    running: ({ snoozedUntil }) => at(snoozedUntil),
    steps: [
      {
        ...{ step: 'over', after: 0, isLoud: true },
        says: () => '⏰ The snooze is over. This alert is still open.',
      },
    ],
  },
];

/** Of an alert that has become worse than what people judged it by. It may be dismissed. */
export const SUGGESTION: Row<Alert> = {
  clock: 'suggestion',
  // Said when it happens: no step of it is read from a deadline.
  running: ({ status, lastMentionAt }) => at(status === 'escalated' ? null : lastMentionAt),
  outlivesItsDeadline: true,
  steps: SEVERITIES.map((step) => ({ step, isLoud: true, says: hasGrown })),
};

function hasGrown(alert: Alert, _: Reminder, { escaped, person }: Wording): string {
  const judged = alert.status === 'dismissed' ? 'was dismissed' : `was assessed as ${alert.severity}`;
  const by = alert.status === 'dismissed' ? alert.dismissedBy : alert.assessedBy;
  return `📈 This story has grown: *${alert.suggested}* is suggested now (${escaped(alert.suggestedBecause.join('; '))}). It ${judged} by ${person(by ?? '')}. Please look again.`;
}

/** Of an open incident, said in its room. */
export const INCIDENT_REMINDERS: readonly Row<Incident>[] = [
  response((said, { roles }, { person }) => (roles.lead ? `${person(roles.lead)} ${said}` : said)),
  {
    clock: 'lead',
    running: ({ roles, openedAt }) => at(roles.lead ? null : new Date(openedAt.getTime() + minutes(2))),
    line: 'nobody_leads',
    steps: repeated(minutes(2), 5, () => '🙋 Nobody leads this incident yet.'),
  },
  {
    clock: 'update',
    running: ({ nextUpdateDueAt }) => at(nextUpdateDueAt),
    steps: repeated(minutes(15), 3, ({ roles }, { dueAt }, { moment, person }) => {
      const the = roles.lead ? `${person(roles.lead)}, the` : 'The';
      return `📣 ${the} next update was due ${moment(dueAt)}. What is new, even if it is "nothing yet"?`;
    }),
  },
  {
    clock: 'heartbeat',
    running: ({ heartbeatDueAt }) => at(heartbeatDueAt),
    steps: repeated(minutes(10), 3, ({ roles }, _, { person }) => {
      return `🔧 ${roles.tech ? person(roles.tech) : 'Tech, whoever is on it'}: where does the fix stand?`;
    }),
    asks: 'heartbeat',
  },
];
