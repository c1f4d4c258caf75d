import type { Capability } from '../../capability.ts';
import { forgetStories } from './store-forget.ts';

/** Which posts tell one story. */
export const story = {
  forgets: { stories: forgetStories },
} satisfies Capability;
