import type { Capability } from '../capability.ts';
import { listenForHome } from './slack.ts';

/** App Home. */
export const home = {
  listen: listenForHome,
} satisfies Capability;
