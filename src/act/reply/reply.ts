import type { Capability } from '../../capability.ts';
import { ALERTS_CHANNEL } from '../../db/route.ts';
import { deliverReplySeen } from './deliver.ts';
import { listenForReplies } from './slack.ts';
import { reply as replyVerb } from './slack-verb.ts';
import { replyButton, responsePost } from './view-form.ts';

/** The first public answer by a human, and those after it. */
export const reply = {
  events: {
    reply_seen: () => 'an answer of ours was seen in public',
    reply_logged: (who) => `${who} logged a public reply`,
  },
  owes: {
    reply_seen: {
      named: 'the answer that was seen in public',
      does: 'tell of an answer that was seen',
      route: ({ alertId, reply: seen }) => ({
        lane: 'alert',
        key: `reply_seen:${alertId}/${seen.id}`,
        place: ALERTS_CHANNEL,
      }),
      deliver: deliverReplySeen,
    },
  },
  posts: { response: responsePost },
  board: { button: replyButton },
  verbs: { reply: replyVerb },
  listen: listenForReplies,
} satisfies Capability;
