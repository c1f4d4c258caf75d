import { useRef, useState } from 'preact/hooks';
import type { Channel, Person } from '../../../protocol.ts';
import { Icon } from '../../icon.tsx';
import { useDirectory, useSession } from '../../live/context.ts';
import type { Deed } from '../../live/deed.ts';
import { hasSay, mayRemove } from '../../live/roles.ts';
import { useOpenDm } from '../../live/use-open-dm.ts';
import { PersonList } from '../../person-list.tsx';
import { Popover } from '../../popover.tsx';
import { PlainView } from '../../text/text-view.tsx';

/** How many are here, and who. Choosing one writes to them; those who may take people out and put others in. */
export function Members({ channel }: { channel: Channel }) {
  const { me, people } = useDirectory();
  const session = useSession();
  const openDm = useOpenDm(session);
  const [open, setOpen] = useState<'members' | 'others' | null>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const close = () => setOpen(null);
  const members = channel.members
    .map((id) => people.get(id))
    .filter((person): person is Person => person !== undefined);
  const others = [...people.values()].filter((one) => !channel.members.includes(one.id) && !one.isDeactivated);
  const tell = async (deed: Deed) => {
    const answer = await session.act(deed);
    if (!answer.ok) session.notify(answer.why);
  };
  const isMember = channel.members.includes(me.id);
  return (
    <>
      <button
        ref={trigger}
        type="button"
        class="tool-button"
        aria-label={`${members.length} members`}
        aria-haspopup="dialog"
        aria-expanded={open !== null}
        onClick={() => setOpen(open ? null : 'members')}
      >
        <Icon name="people" />
        <span>{members.length}</span>
      </button>
      {open === 'members' && (
        <Popover anchor={trigger} close={close} label="Members" role="dialog" class="people-panel" align="end">
          {channel.purpose && (
            <p class="popover-lead">
              <PlainView text={channel.purpose} />
            </p>
          )}
          <PersonList
            people={members}
            choose={(id) => {
              close();
              void openDm(id);
            }}
            remove={(user) => {
              // The button that was pressed goes with the row.
              trigger.current?.focus();
              void tell({ kind: 'kick', channel: channel.id, user });
            }}
            mayRemove={(person) => mayRemove(channel, me, person)}
          />
          {!channel.isArchived && (isMember || hasSay(channel, me)) && (
            <div class="popover-foot">
              {hasSay(channel, me) && others.length > 0 && (
                <button type="button" class="button button-quiet" onClick={() => setOpen('others')}>
                  Add people
                </button>
              )}
              {isMember && (
                <button
                  type="button"
                  class="button button-quiet"
                  onClick={() => {
                    close();
                    void tell({ kind: 'leave', channel: channel.id });
                  }}
                >
                  Leave this channel
                </button>
              )}
            </div>
          )}
        </Popover>
      )}
      {open === 'others' && (
        <Popover anchor={trigger} close={close} label="Add people" role="dialog" class="people-panel" align="end">
          <p class="popover-lead">Who joins #{channel.name}?</p>
          <PersonList
            people={others}
            choose={(user) => {
              close();
              trigger.current?.focus();
              void tell({ kind: 'invite', channel: channel.id, user });
            }}
          />
        </Popover>
      )}
    </>
  );
}
