import type { PlainVerb } from '../../command/verb.ts';
import { sourcesFor } from './slack.ts';
import { SOURCES_FORM } from './words.ts';

export const sources: PlainVerb = {
  usage: 'sources',
  does: 'where mentions come from, and how each source is',
  on: 'anywhere',
  run: async ({ firebreak, by }) => ({
    open: { id: SOURCES_FORM, title: 'Sources', fill: () => sourcesFor(firebreak, by, 0) },
  }),
};
