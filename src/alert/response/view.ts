import { duration, escaped, link, moment, person, spoken, timeOf } from '../../slack/kit/text.ts';
import { NETWORKS } from '../../words/judgement.ts';
import { minutes } from '../../words/time.ts';
import { readClock } from './rule.ts';
import type { ResponseClock } from './words.ts';

const WITHIN_THE_DAY = minutes(12 * 60);

/** The response clock in a line, in mrkdwn, with what was answered. `now` decides between "due" and "late". */
export function clockLine(clock: ResponseClock, now: Date, lettersOfReason = 200): string {
  const what = responseLine(clock, lettersOfReason);
  return what ? `${clockState(clock, now)}: ${what}` : clockState(clock, now);
}

/** The same without what was answered. */
export function clockState(clock: ResponseClock, now: Date): string {
  const { state, dueAt, left, lateBecauseRaised } = readClock(clock, now);
  const took = clock.respondedAt ? duration(clock.respondedAt.getTime() - clock.receivedAt.getTime()) : '';
  switch (state) {
    case 'met':
      return `✅ *First public response* after ${took}`;
    case 'missed':
      return `☑️ *First public response* after ${took}, ${duration(left)} late`;
    case 'breached':
      return `🔥 *First public response is late.* It was due ${moment(dueAt)}.`;
    case 'running':
      return lateBecauseRaised
        ? `⏳ *First public response due ${soon(dueAt, now)}*, raised late: 10 minutes were given.`
        : `⏳ *First public response due ${soon(dueAt, now)}*`;
  }
}

/** Hours ahead the day goes without saying. Once it is past it is said in full. */
function soon(dueAt: Date, now: Date): string {
  return dueAt.getTime() - now.getTime() < WITHIN_THE_DAY ? timeOf(dueAt) : moment(dueAt);
}

/** What was answered, by whom, on one line. Empty while nothing was. */
export function responseLine({ response }: Pick<ResponseClock, 'response'>, lettersOfReason = 200): string {
  if (!response) return '';
  if (response.kind === 'none') {
    const { decidedBy, approvedBy, reason } = response;
    return `none, decided by ${person(decidedBy)} and approved by ${person(approvedBy)}: ${spoken(reason, lettersOfReason).replace(/\s+/g, ' ')}`;
  }
  return `${link(response.url, `reply on ${NETWORKS[response.network]}`)} by ${answeredBy(response.answeredBy)}`;
}

/** A Slack user or a name typed by somebody. */
export function answeredBy(who: string): string {
  return /^[UW][A-Z0-9]+$/.test(who) ? person(who) : escaped(who);
}
