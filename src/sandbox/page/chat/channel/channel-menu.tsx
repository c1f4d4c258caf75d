import { useRef, useState } from 'preact/hooks';
import type { Channel } from '../../../protocol.ts';
import { useConfirm } from '../../elements/confirm.tsx';
import { Icon } from '../../icon.tsx';
import { useDirectory, useSession } from '../../live/context.ts';
import type { Deed } from '../../live/deed.ts';
import { Menu } from '../../menu.tsx';
import { type ChannelDeed, channelDeeds } from './channel-deeds.ts';
import { RenameDialog } from './rename-dialog.tsx';

/** What can be done with the channel as a whole; nothing for those who have no say in it. */
export function ChannelMenu({ channel, app: appId }: { channel: Channel; app: string }) {
  const { me, people } = useDirectory();
  const { act, notify } = useSession();
  const [isOpen, setOpen] = useState(false);
  const [isRenaming, setRenaming] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const { ask, dialog } = useConfirm(deletionOf(channel));
  const app = people.get(appId);
  const deeds = app ? channelDeeds(channel, me, app) : [];

  const tell = async (deed: Deed) => {
    const answer = await act(deed);
    if (!answer.ok) notify(answer.why);
  };
  const choose = ({ does }: ChannelDeed) => {
    if (does === 'rename') setRenaming(true);
    else if (does === 'delete') ask(() => void tell({ kind: 'delete_channel', channel: channel.id }));
    else void tell(does);
  };

  return (
    <>
      {deeds.length > 0 && (
        <button
          ref={trigger}
          type="button"
          class="tool-button"
          aria-label="Channel menu"
          title="Channel menu"
          aria-haspopup="menu"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name="more" />
        </button>
      )}
      {isOpen && (
        <Menu
          anchor={trigger}
          label="Channel menu"
          items={deeds.map((deed) => ({ text: deed.text, description: deed.description, choose: () => choose(deed) }))}
          close={() => setOpen(false)}
        />
      )}
      {dialog}
      {isRenaming && <RenameDialog channel={channel} close={() => setRenaming(false)} />}
    </>
  );
}

function deletionOf({ name }: Channel) {
  const plain = (text: string) => ({ type: 'plain_text' as const, text });
  return {
    title: plain(`Delete #${name}?`),
    text: plain('Everything said in it is gone for everybody, and cannot be brought back.'),
    confirm: plain('Delete channel'),
    deny: plain('Keep it'),
    style: 'danger' as const,
  };
}
