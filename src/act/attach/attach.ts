import type { Capability } from '../../capability.ts';
import { listenForAttaching } from './slack.ts';
import { attachedPost } from './view.ts';

/** An alert joins an incident that is open already, or another alert. */
export const attach = {
  events: { alert_attached: (who) => `${who} attached another story` },
  posts: { attached: attachedPost },
  listen: listenForAttaching,
} satisfies Capability;
