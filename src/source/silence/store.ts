/** Sources that fall silent, or fail. */

import type { Work } from '../../clock/store-due.ts';
import { doWhatIsDue, type Look, type Wanted } from '../../clock/store-due.ts';
import { isFailing, isQuiet, lockSources, saveWatched } from '../store.ts';
import { followFailing, saySilent, type Watched } from './rule.ts';

export function silenceWorks({ db, log, counts }: Wanted): Work[] {
  return [
    {
      name: 'quiet sources',
      sentence: 'Nobody is told of sources that fall silent.',
      run: async (at) => {
        await counts?.flush();
        const quiet = sourcesDue('source', isQuiet(at), (source) => saySilent(source, at));
        return doWhatIsDue(db, quiet, at, log);
      },
    },
    {
      name: 'failing sources',
      sentence: 'Nobody is told of sources that fail.',
      run: (at) => {
        const failing = sourcesDue('failing source', isFailing(at), (source) => followFailing(source, at));
        return doWhatIsDue(db, failing, at, log);
      },
    },
  ];
}

function sourcesDue(
  kind: 'source' | 'failing source',
  isDue: Look<Watched, Watched>['isDue'],
  rule: Look<Watched, Watched>['rule'],
): Look<Watched, Watched> {
  return { kind, isDue, take: lockSources, idOf: ({ name }) => name, rule, save: saveWatched };
}
