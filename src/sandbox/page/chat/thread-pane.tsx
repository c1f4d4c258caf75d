import { useMemo } from 'preact/hooks';
import type { Channel, Message } from '../../protocol.ts';
import { Icon } from '../icon.tsx';
import { useDirectory, useSession } from '../live/context.ts';
import { mayPost } from '../live/roles.ts';
import { rowsOf, threadMessages } from '../live/timeline.ts';
import type { Workspace } from '../live/workspace.ts';
import { Announcer } from './announcer.tsx';
import { Composer } from './composer/composer.tsx';
import { MessageList } from './message-list.tsx';

export function ThreadPane({
  workspace,
  channel,
  threadTs,
}: {
  workspace: Workspace;
  channel: Channel;
  threadTs: string;
}) {
  const { me } = useDirectory();
  const { go } = useSession();
  const all = workspace.messages[channel.id];
  const messages = useMemo(() => threadMessages(all ?? [], rootOf(all ?? [], threadTs)), [all, threadTs]);
  const rows = useMemo(() => rowsOf(messages, me.tz), [messages, me.tz]);
  const close = () => go({ pane: 'channel', channel: channel.id });
  const canWrite = mayPost(channel, me) && channel.members.includes(workspace.me);
  return (
    <aside class="thread" aria-label="Thread">
      <header class="pane-head">
        <button type="button" class="icon-button only-phone" aria-label="Back to the channel" onClick={close}>
          <Icon name="back" />
        </button>
        <div class="pane-title">
          <h2>Thread</h2>
          <div class="pane-sub">{channel.kind === 'dm' ? 'Direct message' : `#${channel.name}`}</div>
        </div>
        <button type="button" class="icon-button not-phone" aria-label="Close thread" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <MessageList rows={rows} messages={messages} shortcuts={workspace.shortcuts} label="Thread messages" isThread />
      <Announcer message={messages.at(-1)} />
      {canWrite && <Composer workspace={workspace} channel={channel} label="Reply in thread" threadTs={threadTs} />}
    </aside>
  );
}

/** A permalink may name a reply: its thread is meant. */
function rootOf(messages: Message[], ts: string): string {
  return messages.find((message) => message.ts === ts)?.threadTs ?? ts;
}
