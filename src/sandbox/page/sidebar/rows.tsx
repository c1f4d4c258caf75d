import type { ComponentChildren } from 'preact';
import type { Channel, Person, Snapshot } from '../../protocol.ts';
import { Avatar } from '../avatar.tsx';
import { Icon } from '../icon.tsx';
import { type Route, writeRoute } from '../live/route.ts';

export function ChannelRow({
  channel,
  isOpen,
  isJoinable,
}: {
  channel: Channel;
  isOpen: boolean;
  isJoinable?: boolean;
}) {
  const kind = channel.kind === 'private' ? 'Private channel' : isJoinable ? 'Channel you can join' : 'Channel';
  return (
    <Row
      route={{ pane: 'channel', channel: channel.id }}
      isOpen={isOpen}
      channel={channel}
      title={`${kind} ${channel.name}`}
    >
      <Icon name={channel.kind === 'private' ? 'lock' : 'hash'} />
      <span class="row-name">{channel.name}</span>
    </Row>
  );
}

interface DmProps {
  channel: Channel;
  person: Person | undefined;
  isOpen: boolean;
  me: string;
}

export function DmRow({ channel, person, isOpen, me }: DmProps) {
  return (
    <Row route={{ pane: 'channel', channel: channel.id }} isOpen={isOpen} channel={channel} title={person?.title ?? ''}>
      <Avatar person={person} id={channel.id} size="s" />
      <span class="row-name">{person?.realName ?? channel.name}</span>
      {person?.id === me && <span class="hint">you</span>}
    </Row>
  );
}

/** The app: its Home first, its messages behind the second tab. */
export function AppRow({
  app,
  channel,
  isOpen,
}: {
  app: Snapshot['app'];
  channel: Channel | undefined;
  isOpen: boolean;
}) {
  const hasNews = (channel?.unread ?? 0) > 0 && channel !== undefined;
  return (
    <Row
      route={hasNews ? { pane: 'channel', channel: channel.id } : { pane: 'home' }}
      isOpen={isOpen}
      channel={channel}
      title={app.isReachable ? `${app.name}, app` : `${app.name} is not answering`}
    >
      <span class="avatar avatar-size-s avatar-app" aria-hidden="true">
        <Icon name="bolt" />
      </span>
      <span class="row-name">{app.name}</span>
      {!app.isReachable && <span class="row-off">not answering</span>}
    </Row>
  );
}

interface RowProps {
  route: Route;
  isOpen: boolean;
  channel: Channel | undefined;
  title: string;
  children: ComponentChildren;
}

function Row({ route, isOpen, channel, title, children }: RowProps) {
  const unread = channel && !isOpen ? channel.unread : 0;
  // In a direct message every message is for you.
  const count = channel?.kind === 'dm' ? unread : isOpen ? 0 : (channel?.unreadMentions ?? 0);
  const state = [isOpen && 'row-open', unread > 0 && 'row-unread'].filter(Boolean).join(' ');
  return (
    <li>
      <a class={`row ${state}`} href={`#${writeRoute(route)}`} title={title} aria-current={isOpen ? 'page' : undefined}>
        {children}
        {count > 0 && (
          <span class="badge" role="img" aria-label={`${count} for you`}>
            {count > 99 ? '99+' : count}
          </span>
        )}
        {count === 0 && unread > 0 && <span class="visually-hidden">, unread</span>}
      </a>
    </li>
  );
}
