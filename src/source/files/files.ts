import type { Capability } from '../../capability.ts';
import { listenForImports } from './slack.ts';
import { importVerb } from './slack-verb.ts';

/** A file of posts, heard as if a listening tool had sent it. */
export const importFile = {
  verbs: { import: importVerb },
  listen: listenForImports,
} satisfies Capability;
