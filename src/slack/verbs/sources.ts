import { sourcesFor } from '../sources.ts';
import { MODAL } from '../views/actions.ts';
import type { PlainVerb } from './verb.ts';

export const sources: PlainVerb = {
  usage: 'sources',
  does: 'where mentions come from, and how each source is',
  on: 'anywhere',
  run: async ({ firebreak, by }) => ({
    open: { id: MODAL.sources, title: 'Sources', fill: () => sourcesFor(firebreak, by, 0) },
  }),
};
