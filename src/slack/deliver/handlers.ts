import type { Delivery } from '../../delivery/claim.ts';
import { type Delivered, GiveUp, NotYet } from '../../delivery/outcome.ts';
import type { Handlers } from '../../delivery/worker.ts';
import { incidentName, type Owed } from '../../words.ts';
import { NoAnswer, SlackRefusal } from '../errors.ts';
import type { Firebreak } from '../firebreak.ts';
import { deliverAlertChart } from './alert-chart.ts';
import {
  deliverAlarm,
  deliverAlertCard,
  deliverAlertReminder,
  deliverHeadline,
  deliverPageUnanswered,
} from './alerts-channel.ts';
import { deliverBrief, deliverBriefDm, deliverPageAsk, deliverSilenceAsk } from './direct.ts';
import { deliverInvite } from './invite.ts';
import { deliverMuteCard } from './mute.ts';
import { deliverReplySeen } from './reply-seen.ts';
import { deliverRoom } from './room.ts';
import { deliverBoard, deliverBoardPin, deliverBookmark, deliverRoomPost, deliverTopic } from './room-furniture.ts';
import { deliverSourceWord } from './source-word.ts';
import { deliverStormCard, deliverStormReminder } from './storm.ts';
import { deliverWeekLine } from './week.ts';

/** One handler for each kind of delivery. */
export function handlers(firebreak: Firebreak): Handlers {
  const takenNames = new Set<string>();
  return sayingWhy({
    alert_card: (delivery) => deliverAlertCard(firebreak, delivery),
    alert_reminder: (delivery) => deliverAlertReminder(firebreak, delivery),
    room: (delivery) => deliverRoom(firebreak, delivery, takenNames),
    invite: (delivery) => deliverInvite(firebreak, delivery),
    board: (delivery) => deliverBoard(firebreak, delivery),
    board_pin: (delivery) => deliverBoardPin(firebreak, delivery),
    topic: (delivery) => deliverTopic(firebreak, delivery),
    bookmark: (delivery) => deliverBookmark(firebreak, delivery),
    headline: (delivery) => deliverHeadline(firebreak, delivery),
    room_post: (delivery) => deliverRoomPost(firebreak, delivery),
    page_ask: (delivery) => deliverPageAsk(firebreak, delivery),
    page_unanswered: (delivery) => deliverPageUnanswered(firebreak, delivery),
    silence_ask: (delivery) => deliverSilenceAsk(firebreak, delivery),
    brief: (delivery) => deliverBrief(firebreak, delivery),
    brief_dm: (delivery) => deliverBriefDm(firebreak, delivery),
    alarm: (delivery) => deliverAlarm(firebreak, delivery),
    alert_chart: (delivery) => deliverAlertChart(firebreak, delivery),
    storm_card: (delivery) => deliverStormCard(firebreak, delivery),
    storm_reminder: (delivery) => deliverStormReminder(firebreak, delivery),
    mute_card: (delivery) => deliverMuteCard(firebreak, delivery),
    reply_seen: (delivery) => deliverReplySeen(firebreak, delivery),
    source_word: (delivery) => deliverSourceWord(firebreak, delivery),
    week_line: (delivery) => deliverWeekLine(firebreak, delivery),
  });
}

/** Why something failed is told to people: errors that were not written for them stay in the log. */
function sayingWhy(table: Handlers): Handlers {
  const careful = Object.entries(table).map(([kind, handle]) => {
    // As in the worker: TypeScript cannot follow one lookup over the whole union.
    const carryOut = handle as (delivery: Delivery) => Promise<Delivered | undefined>;
    return [kind, (delivery: Delivery) => carryOut(delivery).catch(sayable)] as const;
  });
  return Object.fromEntries(careful) as unknown as Handlers;
}

function sayable(error: unknown): never {
  if ([NotYet, GiveUp, SlackRefusal, NoAnswer].some((one) => error instanceof one)) throw error;
  throw new Error('Firebreak met a fault of its own; its log says more.', { cause: error });
}

const WHAT: Record<Owed['kind'], string> = {
  alert_card: 'show an alert',
  alert_reminder: 'remind about an alert',
  room: 'open the channel',
  invite: 'invite people',
  board: 'show the board',
  board_pin: 'pin the board',
  topic: 'set the topic',
  bookmark: 'bookmark the first mention',
  headline: 'announce the incident',
  room_post: 'post in the channel',
  page_ask: 'page somebody',
  page_unanswered: 'say that nobody answered a page',
  silence_ask: 'ask for an approval',
  brief: 'tell the subscribers',
  brief_dm: 'tell a subscriber',
  alarm: 'raise an alarm',
  alert_chart: 'draw the chart of an alert',
  storm_card: 'show a storm',
  storm_reminder: 'remind about a storm',
  mute_card: 'show what is snoozed',
  reply_seen: 'tell of an answer that was seen',
  source_word: 'tell about a source',
  week_line: 'tell about the week',
};

/**
 * What people are told when something could not be delivered: once an hour about the same thing, for a card may change a
 * hundred times. An alarm that fails is in the log and on /metrics.
 */
export function alarmInstead(delivery: Delivery, why: string): Owed[] {
  const { owed } = delivery;
  // Of a chart that cannot be drawn the card says all in words.
  if (owed.kind === 'alarm' || owed.kind === 'alert_chart') return [];
  const about =
    'incidentId' in owed ? ` for ${incidentName(owed.incidentId)}` : 'alertId' in owed ? ` ${owed.alertId}` : '';
  const text = `Firebreak could not ${WHAT[owed.kind]}${about}: ${why}`;
  const hour = delivery.claimedAt.toISOString().slice(0, 13);
  const subject = owed.kind === 'room_post' ? `room_post:${owed.incidentId}` : delivery.key;
  return [{ kind: 'alarm', text, failed: delivery.key, once: `${subject}/${hour}` }];
}
