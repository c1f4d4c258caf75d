import type { Capability } from '../../capability.ts';
import { list, status as statusVerb } from './slack.ts';

/** Where incidents stand. */
export const status = {
  verbs: { status: statusVerb, list },
} satisfies Capability;
