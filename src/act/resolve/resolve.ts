import type { Capability } from '../../capability.ts';
import { closeVerb, listenForResolving, reopenVerb, resolveVerb } from './slack.ts';
import { closedPost, reopenedPost, resolveButton, resolvedPost } from './view.ts';

/** The cause is gone, the books are shut, or it came back. */
export const resolve = {
  events: {
    incident_resolved: (who) => `${who} resolved it`,
    incident_closed: (who) => `${who} closed it`,
    incident_reopened: (who) => `${who} opened it again`,
  },
  posts: { resolved: resolvedPost, closed: closedPost, reopened: reopenedPost },
  board: { button: resolveButton },
  verbs: { resolve: resolveVerb, close: closeVerb, reopen: reopenVerb },
  listen: listenForResolving,
} satisfies Capability;
