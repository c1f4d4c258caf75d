import type { Capability } from '../../capability.ts';
import { ALERTS_CHANNEL } from '../../db/route.ts';
import { deliverRoom } from './deliver.ts';
import { deliverBoard, deliverBoardPin, deliverBookmark, deliverRoomPost, deliverTopic } from './deliver-board.ts';
import { deliverInvite } from './deliver-invite.ts';
import { deliverUninvited } from './deliver-uninvited.ts';
import { listenForJoining } from './slack.ts';
import { notInvited } from './view-post.ts';

/** An incident's channel: who is in it, its board, and what is said there. */
export const room = {
  events: { room_opened: () => 'the channel was opened' },
  owes: {
    room: {
      named: 'the channel',
      does: 'open the channel',
      route: ({ incidentId }) => ({ lane: 'page', key: `room:${incidentId}`, place: null }),
      deliver: deliverRoom,
    },
    invite: {
      named: 'the invitations',
      does: 'invite people',
      route: ({ incidentId, people }) => ({
        lane: 'page',
        key: `invite:${incidentId}/${[...people].sort().join(',')}`,
        place: null,
        // Asking somebody in again is harmless, and right when they could not come before.
        isRedrawn: true,
      }),
      deliver: deliverInvite,
    },
    uninvited: {
      named: 'the word that nobody could be invited',
      does: 'say that nobody could be invited',
      route: ({ incidentId, people, to }) => ({
        lane: to === null ? 'alert' : 'page',
        key: `uninvited:${incidentId}/${people.map(({ person }) => person).join(',')}/${to ?? 'alerts'}`,
        place: to === null ? ALERTS_CHANNEL : `person:${to}`,
        weight: 1,
      }),
      deliver: deliverUninvited,
    },
    board: {
      named: 'the board',
      does: 'show the board',
      route: ({ incidentId }) => ({
        lane: 'room',
        key: `board:${incidentId}`,
        place: `room:${incidentId}`,
        isRedrawn: true,
      }),
      deliver: deliverBoard,
      shows: 'incident',
    },
    board_pin: {
      named: 'the pin of the board',
      does: 'pin the board',
      route: ({ incidentId }) => ({
        lane: 'housekeeping',
        key: `board_pin:${incidentId}`,
        place: null,
        isRedrawn: true,
      }),
      deliver: deliverBoardPin,
    },
    topic: {
      named: 'the topic',
      does: 'set the topic',
      route: ({ incidentId }) => ({ lane: 'housekeeping', key: `topic:${incidentId}`, place: null, isRedrawn: true }),
      deliver: deliverTopic,
    },
    bookmark: {
      named: 'the bookmark of the first mention',
      does: 'bookmark the first mention',
      route: ({ incidentId }) => ({
        lane: 'housekeeping',
        key: `bookmark:${incidentId}`,
        place: null,
        isRedrawn: true,
      }),
      deliver: deliverBookmark,
      shows: 'incident',
    },
    room_post: {
      named: 'a post in its channel',
      does: 'post in the channel',
      route: ({ incidentId, once, series }) => ({
        lane: 'room',
        key: `room_post:${once}`,
        place: `room:${incidentId}`,
        ...(series ? { series, isLatestOnly: true } : {}),
      }),
      deliver: deliverRoomPost,
    },
  },
  posts: { not_invited: notInvited },
  listen: listenForJoining,
} satisfies Capability;
