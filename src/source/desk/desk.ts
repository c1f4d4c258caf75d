import type { Capability } from '../../capability.ts';
import { forgetRejections } from '../store-rejections.ts';
import { listenForSources } from './slack.ts';
import { listenForSourceForms } from './slack-forms.ts';
import { sources } from './slack-verb.ts';

/** Administrators add, test, pause and remove what listens. */
export const sourceDesk = {
  verbs: { sources },
  listen: (app, firebreak) => {
    listenForSources(app, firebreak);
    listenForSourceForms(app, firebreak);
  },
  forgets: { rejections: forgetRejections },
} satisfies Capability;
