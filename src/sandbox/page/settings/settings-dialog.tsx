/** What an administrator can switch for the whole workspace, so that a newcomer sees what the app does then. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { WorkspaceSettings } from '../../protocol.ts';
import { Icon } from '../icon.tsx';
import { useDirectory, useSession } from '../live/context.ts';
import type { Deed } from '../live/deed.ts';
import { mayAdminister } from '../live/roles.ts';
import type { Workspace } from '../live/workspace.ts';
import { Choice, Group, Switch } from './boxes.tsx';
import { EDITING, OUTAGES, TOKENS } from './offers.ts';
import { PeopleSettings } from './people-settings.tsx';
import { NO_TROUBLE, troublesOf } from './troubles.ts';

export function SettingsDialog({ workspace, close }: { workspace: Workspace; close: () => void }) {
  const { act } = useSession();
  const { me } = useDirectory();
  const dialog = useRef<HTMLDialogElement>(null);
  const [why, setWhy] = useState('');
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);

  const { settings, app, people } = workspace;
  const tell = async (deed: Deed) => {
    const answer = await act(deed);
    setWhy(answer.ok ? '' : answer.why);
  };
  const set = (some: Partial<WorkspaceSettings>) => void tell({ kind: 'settings', set: some });
  const administrators = people.filter((one) => mayAdminister(one) && !one.isDeactivated);
  const { withheldScopes } = settings;
  const setScope = (scope: string, isGranted: boolean) => {
    const others = withheldScopes.filter((one) => one !== scope);
    set({ withheldScopes: isGranted ? others : [...others, scope] });
  };

  return (
    <dialog ref={dialog} class="dialog modal" aria-modal="true" aria-labelledby="settings-title" onClose={close}>
      <div class="modal-form">
        <header class="modal-head">
          <h2 id="settings-title">Workspace settings</h2>
          <button type="button" class="icon-button" aria-label="Close this window" onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        <div class="modal-body">
          <p class="settings-lead">
            {mayAdminister(me)
              ? `Take something away, and see what ${app.name} does without it. It stays so until it is put back.`
              : `Only administrators can change this. Switch to ${administrators.map((one) => one.realName).join(' or ')}.`}
          </p>
          <fieldset class="settings" disabled={!mayAdminister(me)}>
            <Choice
              title={`The token of ${app.name}`}
              value={settings.tokenRefusal}
              offers={TOKENS}
              choose={(tokenRefusal) => set({ tokenRefusal })}
            />
            <Choice title="Slack" value={settings.outage} offers={OUTAGES} choose={(outage) => set({ outage })} />
            <Group title="Apps may">
              <Switch
                text="create channels"
                isOn={settings.appsMayCreateChannels}
                turn={(appsMayCreateChannels) => set({ appsMayCreateChannels })}
              />
              <Switch
                text="ring everyone with @channel, @here, @everyone"
                isOn={settings.appsMayRingEveryone}
                turn={(appsMayRingEveryone) => set({ appsMayRingEveryone })}
              />
            </Group>
            <Choice
              title="Messages can be edited"
              value={settings.editMinutes}
              offers={EDITING}
              choose={(editMinutes) => set({ editMinutes })}
            />
            <Group title={`Scopes of ${app.name}`}>
              <div class="settings-scopes">
                {app.scopes.map((scope) => (
                  <Switch
                    key={scope}
                    text={scope}
                    isOn={!withheldScopes.includes(scope)}
                    turn={(isGranted) => setScope(scope, isGranted)}
                  />
                ))}
              </div>
            </Group>
            <PeopleSettings people={people} me={me.id} settings={settings} tell={(deed) => void tell(deed)} />
          </fieldset>
        </div>
        <footer class="dialog-foot">
          {why && (
            <div class="failure" role="alert">
              {why}
            </div>
          )}
          {mayAdminister(me) && troublesOf(settings, app.name, people).length > 0 && (
            <button type="button" class="button" onClick={() => set(NO_TROUBLE)}>
              Put settings back
            </button>
          )}
          <button type="button" class="button button-primary" onClick={close}>
            Done
          </button>
        </footer>
      </div>
    </dialog>
  );
}
