import { useCallback, useEffect, useMemo } from 'preact/hooks';
import { perform } from './live/act.ts';
import { DirectoryContext, SessionContext, WorkspaceContext } from './live/context.ts';
import type { Deed } from './live/deed.ts';
import { useLive } from './live/live.ts';
import { useDirectoryOf } from './live/use-directory.ts';
import { useRoute } from './live/use-route.ts';
import { useWho } from './live/who.ts';
import { Notice, useNotice } from './shell/notice.tsx';
import { Shell } from './shell/shell.tsx';
import { Starting } from './shell/starting.tsx';

/** The whole page: who looks, what they see, and where they are. */
export function App() {
  const [as, become] = useWho();
  const { workspace, connection } = useLive(as, () => become(undefined));
  const [route, go] = useRoute();
  const [notice, notify] = useNotice();
  const directory = useDirectoryOf(workspace);
  const me = workspace?.me ?? '';
  const teamName = workspace?.team.name;

  const act = useCallback((deed: Deed) => perform(me, deed), [me]);
  const session = useMemo(() => ({ act, go, notify }), [act, go, notify]);

  useEffect(() => {
    if (teamName) document.title = `${teamName} · Sandbox workspace`;
  }, [teamName]);

  if (!workspace) return <Starting connection={connection} />;
  return (
    <WorkspaceContext.Provider value={workspace}>
      <DirectoryContext.Provider value={directory}>
        <SessionContext.Provider value={session}>
          {/* Another person has another screen: nothing half-typed carries over. */}
          <Shell key={me} workspace={workspace} connection={connection} route={route} become={become} />
          <Notice sentence={notice} />
        </SessionContext.Provider>
      </DirectoryContext.Provider>
    </WorkspaceContext.Provider>
  );
}
