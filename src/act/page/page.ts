import type { Capability } from '../../capability.ts';
import { ALERTS_CHANNEL } from '../../db/route.ts';
import { people } from '../../learn/timeline/rule.ts';
import { deliverPageAsk } from './deliver.ts';
import { deliverPageUnanswered } from './deliver-unanswered.ts';
import { listenForPages, page as pageVerb } from './slack.ts';
import { pageWorks } from './store.ts';
import { acknowledgedPost, unansweredPost } from './view.ts';

/** Asking named owners, one step after the other, until somebody takes it. */
export const page = {
  events: {
    page_sent: (_, { to, round }) => `paged ${people(to)} (round ${round})`,
    page_acknowledged: (who) => `${who} acknowledged the page`,
    page_declined: (who) => `${who} passed the page on`,
    page_unanswered: (_, { asked }) => `nobody answered the page: ${people(asked)}`,
  },
  owes: {
    page_ask: {
      named: 'a page',
      does: 'page somebody',
      route: ({ pageId, round, person, notBefore }) => {
        const series = `page_ask:${pageId}/${round}`;
        const place = `person:${person}`;
        return { lane: 'page', key: `${series}/${person}`, place, series, isRedrawn: true, notBefore };
      },
      deliver: deliverPageAsk,
    },
    page_unanswered: {
      named: 'the word that nobody answered a page',
      does: 'say that nobody answered a page',
      route: ({ pageId }) => ({ lane: 'page', key: `page_unanswered:${pageId}`, place: ALERTS_CHANNEL }),
      deliver: deliverPageUnanswered,
    },
  },
  posts: { page_acknowledged: acknowledgedPost, page_unanswered: unansweredPost },
  verbs: { page: pageVerb },
  listen: listenForPages,
  works: pageWorks,
} satisfies Capability;
