/** The middle pane: one conversation. */
import { useMemo, useState } from 'preact/hooks';
import type { Channel } from '../../../protocol.ts';
import { useDirectory } from '../../live/context.ts';
import { channelMessages, firstUnread, rowsOf } from '../../live/timeline.ts';
import { appChannel, type Workspace } from '../../live/workspace.ts';
import { AppTabs } from '../../shell/app-tabs.tsx';
import { Announcer } from '../announcer.tsx';
import { MessageList } from '../message-list.tsx';
import { useMarkRead } from '../use-mark-read.ts';
import { Bookmarks } from './bookmarks.tsx';
import { ChannelFoot } from './channel-foot.tsx';
import { ChannelHead } from './channel-head.tsx';
import { ChannelStart } from './channel-start.tsx';

/** How many messages are drawn at first, and how many more each time (rows). */
const PAGE = 200;

export function ChannelView({ workspace, channel }: { workspace: Workspace; channel: Channel }) {
  const { me } = useDirectory();
  const [limit, setLimit] = useState(PAGE);
  const [isAtEnd, setAtEnd] = useState(true);
  const all = workspace.messages[channel.id];
  const messages = useMemo(() => channelMessages(all ?? []), [all]);
  // Where the person left off is read once, on opening: the line must not wander while they look.
  const [unreadFrom] = useState(() => firstUnread(messages, channel.unread, me.id));
  const rows = useMemo(() => rowsOf(messages.slice(-limit), me.tz, unreadFrom), [messages, limit, me.tz, unreadFrom]);
  const isApp = appChannel(workspace)?.id === channel.id;
  const last = messages.at(-1);
  useMarkRead(channel, last?.ts, isAtEnd);

  const show = (ts: string) => {
    const from = messages.findIndex((message) => message.ts === ts);
    if (from >= 0 && messages.length - from > limit) setLimit(messages.length - from + 20);
    setTimeout(() => flash(ts), 30);
  };

  return (
    <main class="main" aria-label={channel.kind === 'dm' ? 'Direct message' : `Channel ${channel.name}`}>
      <ChannelHead workspace={workspace} channel={channel} show={show} />
      {isApp && <AppTabs workspace={workspace} open="messages" />}
      <Bookmarks bookmarks={channel.bookmarks} />
      <MessageList
        rows={rows}
        messages={all ?? []}
        shortcuts={workspace.shortcuts}
        label="Messages"
        reportEnd={setAtEnd}
        start={
          messages.length > limit ? (
            <button type="button" class="button show-earlier" onClick={() => setLimit(limit + PAGE)}>
              Show earlier messages
            </button>
          ) : (
            <ChannelStart workspace={workspace} channel={channel} isEmpty={messages.length === 0} />
          )
        }
      />
      <Announcer key={channel.id} message={last} />
      <ChannelFoot workspace={workspace} channel={channel} />
    </main>
  );
}

/** Brings a message into view and marks it for a moment. */
function flash(ts: string): void {
  const article = document.querySelector<HTMLElement>(`.main [data-ts="${CSS.escape(ts)}"]`);
  article?.scrollIntoView({ block: 'center' });
  article?.focus({ preventScroll: true });
  article?.classList.add('message-flash');
  setTimeout(() => article?.classList.remove('message-flash'), 2000);
}
