import type { Channel } from '../../../protocol.ts';
import { nameOf, useDirectory } from '../../live/context.ts';
import { partnerOf, type Workspace } from '../../live/workspace.ts';
import { PlainView } from '../../text/text-view.tsx';
import { PaneHead } from '../pane-head.tsx';
import { ChannelMenu } from './channel-menu.tsx';
import { Members } from './members.tsx';
import { Pins } from './pins.tsx';

interface Props {
  workspace: Workspace;
  channel: Channel;
  show: (ts: string) => void;
}

export function ChannelHead({ workspace, channel, show }: Props) {
  const directory = useDirectory();
  const partner = directory.people.get(partnerOf(channel, workspace.me));
  if (channel.kind === 'dm') {
    return (
      <PaneHead
        title={nameOf(directory, partner?.id ?? '')}
        sub={partner?.title}
        {...(partner?.isBot ? { icon: 'bolt' } : {})}
      />
    );
  }
  return (
    <PaneHead
      title={channel.name}
      icon={channel.kind === 'private' ? 'lock' : 'hash'}
      mark={channel.isArchived ? 'Archived' : channel.isReadOnly ? 'Read-only' : ''}
      sub={channel.topic && <PlainView text={channel.topic} />}
    >
      <Pins channel={channel} messages={workspace.messages[channel.id] ?? []} show={show} />
      <Members channel={channel} />
      <ChannelMenu channel={channel} app={workspace.app.userId} />
    </PaneHead>
  );
}
