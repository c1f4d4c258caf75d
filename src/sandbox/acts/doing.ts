import type { Act, ActAnswer } from '../protocol.ts';
import type { StoredPerson } from '../state/things.ts';
import type { Workspace } from '../state/workspace.ts';

/** One kind of act that needs no answer from the app. */
export type Doing<Kind extends Act['kind']> = (
  workspace: Workspace,
  person: StoredPerson,
  act: Extract<Act, { kind: Kind }>,
) => ActAnswer;

export const NO_CHANNEL = 'There is no such channel.';
