import type { Capability } from '../../capability.ts';
import { listenForWork } from './slack.ts';

/** Many stories of a storm, decided about at once. */
export const workThrough = { listen: listenForWork } satisfies Capability;
