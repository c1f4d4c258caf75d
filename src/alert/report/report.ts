import type { Capability } from '../../capability.ts';
import { listenForReports } from './slack.ts';

/** What a colleague saw is treated like what a listening tool heard. */
export const report = {
  listen: listenForReports,
} satisfies Capability;
