import type { Channel } from '../../protocol.ts';
import { nameOf, useDirectory, useSession } from '../context.ts';
import { partnerOf, type Workspace } from '../workspace.ts';
import { Composer } from './composer.tsx';

/** Where one writes, or why one cannot. */
export function ChannelFoot({ workspace, channel }: { workspace: Workspace; channel: Channel }) {
  const directory = useDirectory();
  const { act, notify } = useSession();
  if (channel.isArchived) return <div class="foot-note">This channel is archived. It can be read, not written to.</div>;
  if (!channel.members.includes(workspace.me)) {
    const join = async () => {
      const answer = await act({ kind: 'join', channel: channel.id });
      if (!answer.ok) notify(answer.why);
    };
    return (
      <div class="foot-note">
        You are looking at <strong>#{channel.name}</strong> from outside.
        <button type="button" class="button button-primary" onClick={join}>
          Join channel
        </button>
      </div>
    );
  }
  const name = channel.kind === 'dm' ? nameOf(directory, partnerOf(channel, workspace.me)) : `#${channel.name}`;
  return <Composer workspace={workspace} channel={channel} label={`Message ${name}`} />;
}
