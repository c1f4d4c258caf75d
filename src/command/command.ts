import type { Capability } from '../capability.ts';
import { help } from './help.ts';
import { listenForCommands } from './incident-command.ts';

/** `/incident`. */
export const command = {
  verbs: { help },
  listen: listenForCommands,
} satisfies Capability;
