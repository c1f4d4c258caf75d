import type { Channel } from '../../../protocol.ts';
import { nameOf, useDirectory, useSession } from '../../live/context.ts';
import { hasSay, mayPost } from '../../live/roles.ts';
import { partnerOf, type Workspace } from '../../live/workspace.ts';
import { Composer } from '../composer/composer.tsx';

/** Where one writes, or why one cannot. */
export function ChannelFoot({ workspace, channel }: { workspace: Workspace; channel: Channel }) {
  const directory = useDirectory();
  const { act, notify } = useSession();
  const change = async (kind: 'join' | 'unarchive') => {
    const answer = await act({ kind, channel: channel.id });
    if (!answer.ok) notify(answer.why);
  };
  if (channel.isArchived) {
    return (
      <div class="foot-note">
        This channel is archived. It can be read, not written to.
        {hasSay(channel, directory.me) && (
          <button type="button" class="button" onClick={() => change('unarchive')}>
            Unarchive
          </button>
        )}
      </div>
    );
  }
  if (!channel.members.includes(workspace.me)) {
    return (
      <div class="foot-note">
        You are looking at <strong>#{channel.name}</strong> from outside.
        <button type="button" class="button button-primary" onClick={() => change('join')}>
          Join channel
        </button>
      </div>
    );
  }
  if (!mayPost(channel, directory.me)) return <div class="foot-note">Only administrators post in this channel.</div>;
  const name = channel.kind === 'dm' ? nameOf(directory, partnerOf(channel, workspace.me)) : `#${channel.name}`;
  return <Composer workspace={workspace} channel={channel} label={`Message ${name}`} />;
}
