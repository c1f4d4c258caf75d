/** What stands in a room: the board and its pin, the topic, the bookmark, and posts. */

import { z } from 'zod';
import { readClock } from '../../alert/response/rule.ts';
import { isOverIn } from '../../clock/marks.ts';
import { receiptOf } from '../../db/deliveries.ts';
import type { Delivery } from '../../delivery/claim.ts';
import { type Delivered, NotYet, POINTLESS } from '../../delivery/outcome.ts';
import { isAsGoodAsDone, SlackRefusal } from '../../slack/errors.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { cut } from '../../slack/kit/text.ts';
import { postOnce, postOrEdit } from '../../slack/post.ts';
import { after } from '../../words/time.ts';
import { findIncident } from '../incident/store.ts';
import type { Incident } from '../incident/words.ts';
import { pagesOfIncident } from '../page/store.ts';
import { type BoardPart, board } from './view.ts';
import { type PostViews, roomPost } from './view-post.ts';

declare module '../../slack/firebreak.ts' {
  interface Firebreak {
    /** What stands on the board of an incident. */
    boardParts: readonly BoardPart[];
    /** How each post in a room is worded. */
    posts: PostViews;
  }
}

const TOPIC_LENGTH = 250;

const WAIT = 5_000;

export async function deliverBoard(firebreak: Firebreak, delivery: Delivery<'board'>): Promise<Delivered | undefined> {
  const incident = await findIncident(firebreak.db, delivery.owed.incidentId);
  // Before the room is there nothing is lost: opening it owes the board again.
  if (!incident?.roomId) return POINTLESS;
  const pages = await pagesOfIncident(firebreak.db, incident.id);
  const view = board({ incident, pages, parts: firebreak.boardParts, now: firebreak.now() });
  const drawn = await postOrEdit(firebreak.api, delivery, incident.roomId, view);
  const isNew = drawn.receipt?.ts !== delivery.receipt?.ts;
  const pin = { kind: 'board_pin' as const, incidentId: incident.id };
  return isNew ? { ...drawn, owes: [...(drawn.owes ?? []), pin] } : drawn;
}

export async function deliverBoardPin(
  firebreak: Firebreak,
  delivery: Delivery<'board_pin'>,
): Promise<Delivered | undefined> {
  const posted = await receiptOf(firebreak.db, { kind: 'board', incidentId: delivery.owed.incidentId });
  if (!posted?.channel || !posted.ts) throw new NotYet(after(firebreak.now(), WAIT), 'self');
  await asDone(firebreak.api.call('pins.add', { channel: posted.channel, timestamp: posted.ts }));
  return undefined;
}

export async function deliverTopic(firebreak: Firebreak, delivery: Delivery<'topic'>): Promise<Delivered | undefined> {
  const incident = await findIncident(firebreak.db, delivery.owed.incidentId);
  if (!incident?.roomId) return POINTLESS;
  const topic = topicOf(incident, firebreak.now());
  await asDone(firebreak.api.call('conversations.setTopic', { channel: incident.roomId, topic }));
  return undefined;
}

/** The first mention, one click away. */
export async function deliverBookmark(
  firebreak: Firebreak,
  delivery: Delivery<'bookmark'>,
): Promise<Delivered | undefined> {
  const { api, db } = firebreak;
  const incident = await findIncident(db, delivery.owed.incidentId);
  const link = incident?.mentionUrl;
  if (!incident?.roomId || !link || delivery.receipt) return POINTLESS;
  if (delivery.attempt > 1) {
    const answer = await api.call('bookmarks.list', { channel_id: incident.roomId });
    const { bookmarks } = z.object({ bookmarks: z.array(z.object({ link: z.string().nullish() })) }).parse(answer);
    if (bookmarks.some((one) => one.link === link)) return { receipt: { link } };
  }
  await api.call('bookmarks.add', {
    channel_id: incident.roomId,
    title: 'First mention',
    type: 'link',
    link,
    emoji: ':round_pushpin:',
  });
  return { receipt: { link } };
}

export async function deliverRoomPost(firebreak: Firebreak, delivery: Delivery<'room_post'>): Promise<Delivered> {
  const { incidentId, post } = delivery.owed;
  const incident = await findIncident(firebreak.db, incidentId);
  if (!incident || (post.about === 'reminder' && isOverIn(incident, post.reminder))) return POINTLESS;
  // Opening the room may wait for a person; what is to be said in it waits as well.
  if (!incident.roomId) throw new NotYet(after(firebreak.now(), WAIT), 'self');
  return {
    receipt: await postOnce(firebreak.api, delivery, incident.roomId, roomPost(firebreak.posts, incident, post)),
  };
}

/** Slack formats nothing in a topic, so its times are in UTC. */
function topicOf(incident: Incident, now: Date): string {
  const { state, dueAt } = readClock(incident, now);
  const response = {
    running: `first response due ${dueAt.toISOString().slice(11, 16)} UTC`,
    breached: 'first response LATE',
    met: 'answered in time',
    missed: 'answered late',
  }[state];
  const parts = [incident.severity, incident.status, response, ...(incident.roles.lead ? [] : ['no lead yet'])];
  return cut(parts.join(' · '), TOPIC_LENGTH);
}

async function asDone(call: Promise<unknown>): Promise<void> {
  await call.catch((error) => {
    if (!(error instanceof SlackRefusal && isAsGoodAsDone(error.code))) throw error;
  });
}
