import type { Capability } from '../../capability.ts';
import { listenForClaims } from './slack.ts';

/** Somebody is on it. */
export const claim = {
  events: { alert_claimed: (who) => `${who} is on it` },
  listen: listenForClaims,
} satisfies Capability;
