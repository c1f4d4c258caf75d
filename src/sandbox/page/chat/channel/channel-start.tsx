import type { Channel } from '../../../protocol.ts';
import { nameOf, useDirectory } from '../../live/context.ts';
import { partnerOf, type Workspace } from '../../live/workspace.ts';
import { ReplayCard } from '../../sidebar/replays.tsx';
import { PlainView } from '../../text/text-view.tsx';

/** The very beginning of a conversation, and what to do when nothing has happened yet. */
export function ChannelStart({
  workspace,
  channel,
  isEmpty,
}: {
  workspace: Workspace;
  channel: Channel;
  isEmpty: boolean;
}) {
  const directory = useDirectory();
  const isDm = channel.kind === 'dm';
  const name = isDm ? nameOf(directory, partnerOf(channel, workspace.me)) : `#${channel.name}`;
  const idle = workspace.replays.filter((replay) => replay.state === 'idle');
  return (
    <div class="channel-start">
      <h3>{name}</h3>
      <p>
        {isDm ? `Only you and ${name} can read this.` : 'This is where the channel begins.'}{' '}
        {channel.purpose && <PlainView text={channel.purpose} />}
      </p>
      {isEmpty && !isDm && idle.length > 0 && (
        <div class="channel-start-try">
          <p>It is quiet. Shall we change that?</p>
          {idle.map((replay) => (
            <ReplayCard key={replay.name} replay={replay} />
          ))}
        </div>
      )}
    </div>
  );
}
