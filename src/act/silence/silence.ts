import type { Capability } from '../../capability.ts';
import { deliverSilenceAsk } from './deliver.ts';
import { listenForSilence } from './slack.ts';
import { silenceAskedPost, silenceChoice, silenceDeclinedPost } from './view.ts';

/** Nobody answers in public, on purpose: one proposes it, another approves. */
export const silence = {
  events: {
    silence_asked: (who, { approver }) => `${who} asked <@${approver}> to approve no public response`,
    silence_approved: (who) => `${who} approved no public response`,
    silence_declined: (who) => `${who} did not approve no public response`,
  },
  owes: {
    silence_ask: {
      named: 'the question whether there is to be no public response',
      does: 'ask for an approval',
      route: ({ approver, once }) => ({ lane: 'page', key: `silence_ask:${once}`, place: `person:${approver}` }),
      deliver: deliverSilenceAsk,
    },
  },
  posts: { silence_asked: silenceAskedPost, silence_declined: silenceDeclinedPost },
  board: { choice: silenceChoice },
  listen: listenForSilence,
} satisfies Capability;
