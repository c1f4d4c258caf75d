import { useRef, useState } from 'preact/hooks';
import type { Channel, Person } from '../../protocol.ts';
import { useDirectory, useSession } from '../context.ts';
import { Icon } from '../icon.tsx';
import { PersonList } from '../person-list.tsx';
import { Popover } from '../popover.tsx';
import { PlainView } from '../text/text-view.tsx';
import { useOpenDm } from '../use-open-dm.ts';

/** How many are here, and who. Choosing one writes to them. */
export function Members({ channel }: { channel: Channel }) {
  const { me, people } = useDirectory();
  const session = useSession();
  const openDm = useOpenDm(session);
  const [isOpen, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const members = channel.members
    .map((id) => people.get(id))
    .filter((person): person is Person => person !== undefined);
  const leave = async () => {
    setOpen(false);
    const answer = await session.act({ kind: 'leave', channel: channel.id });
    if (!answer.ok) session.notify(answer.why);
  };
  return (
    <>
      <button
        ref={trigger}
        type="button"
        class="tool-button"
        aria-label={`${members.length} members`}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="people" />
        <span>{members.length}</span>
      </button>
      {isOpen && (
        <Popover
          anchor={trigger}
          close={() => setOpen(false)}
          label="Members"
          role="dialog"
          class="people-panel"
          align="end"
        >
          {channel.purpose && (
            <p class="popover-lead">
              <PlainView text={channel.purpose} />
            </p>
          )}
          <PersonList
            people={members}
            choose={(id) => {
              setOpen(false);
              void openDm(id);
            }}
          />
          {channel.members.includes(me.id) && !channel.isArchived && (
            <div class="popover-foot">
              <button type="button" class="button button-quiet" onClick={leave}>
                Leave this channel
              </button>
            </div>
          )}
        </Popover>
      )}
    </>
  );
}
