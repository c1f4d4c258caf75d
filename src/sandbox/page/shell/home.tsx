/** The app's Home tab, as this one person sees it. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Place } from '../../protocol.ts';
import { BlockList } from '../blocks/block-list.tsx';
import { PaneHead } from '../chat/pane-head.tsx';
import { SurfaceContext, useNewSurface } from '../elements/surface.ts';
import { useSession } from '../live/context.ts';
import type { Workspace } from '../live/workspace.ts';
import { AppTabs } from './app-tabs.tsx';

const NO_ERRORS = {};

export function AppHome({ workspace }: { workspace: Workspace }) {
  const { act } = useSession();
  const [why, setWhy] = useState('');
  const [isOpened, setOpened] = useState(false);
  const place = useMemo<Place>(() => ({ kind: 'home' }), []);
  const surface = useNewSurface(place, NO_ERRORS);
  const view = workspace.home?.view;

  useEffect(() => {
    void act({ kind: 'open_home' }).then((answer) => {
      setWhy(answer.ok ? '' : answer.why);
      setOpened(true);
    });
  }, [act]);

  return (
    <main class="main" aria-label={`${workspace.app.name} Home`}>
      <PaneHead title={workspace.app.name} icon="bolt" />
      <AppTabs workspace={workspace} open="home" />
      <div class="home-scroll">
        <div class="home">
          {why && (
            <div class="failure" role="alert">
              {why}
            </div>
          )}
          {view ? (
            <SurfaceContext.Provider value={surface}>
              <BlockList blocks={view.blocks} />
            </SurfaceContext.Provider>
          ) : (
            <p class="empty">{isOpened ? `${workspace.app.name} has not drawn its Home for you yet.` : 'Opening…'}</p>
          )}
        </div>
      </div>
    </main>
  );
}
