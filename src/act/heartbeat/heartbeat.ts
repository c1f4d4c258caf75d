import type { Capability } from '../../capability.ts';
import { listenForHeartbeats } from './slack.ts';
import { heartbeatLines, heartbeatPost } from './view.ts';

/** The tech team says where the fix stands. */
export const heartbeat = {
  events: { heartbeat_given: (who) => `${who} spoke for tech` },
  posts: { heartbeat: heartbeatPost },
  board: { lines: heartbeatLines },
  listen: listenForHeartbeats,
} satisfies Capability;
