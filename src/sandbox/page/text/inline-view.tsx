/** Formatted text on the page. Only elements and text nodes are made: no text is ever read as html. */
import type { ComponentChildren } from 'preact';
import { formatDate } from '../dates.ts';
import { nameOf, useDirectory, useSession } from '../live/context.ts';
import { useNow } from '../now.ts';
import { emojiOf } from './emoji.ts';
import type { Inline } from './nodes.ts';

export function InlineView({ nodes }: { nodes: Inline[] }) {
  return (
    <>
      {nodes.map((node, index) => (
        <InlineNode key={index} node={node} />
      ))}
    </>
  );
}

function InlineNode({ node }: { node: Inline }) {
  switch (node.type) {
    case 'text':
      return <>{node.text}</>;
    case 'break':
      return <br />;
    case 'bold':
      return (
        <strong>
          <InlineView nodes={node.children} />
        </strong>
      );
    case 'italic':
      return (
        <em>
          <InlineView nodes={node.children} />
        </em>
      );
    case 'strike':
      return (
        <s>
          <InlineView nodes={node.children} />
        </s>
      );
    case 'code':
      return <code>{node.text}</code>;
    case 'link':
      return (
        <OutLink url={node.url}>
          <InlineView nodes={node.children} />
        </OutLink>
      );
    case 'user':
      return <UserMention id={node.id} label={node.label} />;
    case 'channel':
      return <ChannelMention id={node.id} label={node.label} />;
    case 'usergroup':
      return <span class="mention">{node.label?.startsWith('@') ? node.label : `@${node.label ?? node.id}`}</span>;
    case 'broadcast':
      return <span class="mention mention-me">@{node.range}</span>;
    case 'date':
      return <DateText epoch={node.epoch} format={node.format} url={node.url} fallback={node.fallback} />;
    case 'emoji':
      return <EmojiText name={node.name} />;
  }
}

export function OutLink({ url, children }: { url: string; children: ComponentChildren }) {
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

export function UserMention({ id, label }: { id: string; label?: string | undefined }) {
  const directory = useDirectory();
  const person = directory.people.get(id);
  const name = person ? nameOf(directory, id) : (label ?? id);
  return (
    <span class={id === directory.me.id ? 'mention mention-me' : 'mention'} title={person?.title}>
      @{name}
    </span>
  );
}

export function ChannelMention({ id, label }: { id: string; label?: string | undefined }) {
  const name = useDirectory().channelNames.get(id);
  const { go } = useSession();
  if (!name) return <span class="mention">#{label ?? 'private channel'}</span>;
  return (
    <a
      class="mention"
      href={`#${id}`}
      onClick={(event) => {
        event.preventDefault();
        go({ pane: 'channel', channel: id });
      }}
    >
      #{name}
    </a>
  );
}

interface DateProps {
  epoch: number;
  format: string;
  url?: string | undefined;
  fallback?: string | undefined;
}

export function DateText({ epoch, format, url, fallback }: DateProps) {
  const { tz } = useDirectory().me;
  const now = useNow();
  if (!Number.isFinite(epoch)) return <>{fallback ?? ''}</>;
  const exact = formatDate(epoch, '{date_long} at {time_secs}', tz, now);
  const shown = (
    <time dateTime={new Date(epoch * 1000).toISOString()} title={`${exact} (${tz})`}>
      {formatDate(epoch, format, tz, now)}
    </time>
  );
  return url ? <OutLink url={url}>{shown}</OutLink> : shown;
}

export function EmojiText({ name, unicode }: { name: string; unicode?: string | undefined }) {
  const emoji = emojiOf(name) ?? fromCodePoints(unicode);
  if (!emoji) return <>:{name}:</>;
  return (
    <span class="emoji" role="img" aria-label={name.replaceAll('_', ' ')}>
      {emoji}
    </span>
  );
}

/** Slack writes `1f468-200d-1f680`. */
function fromCodePoints(unicode: string | undefined): string | undefined {
  if (!unicode || !/^[0-9a-f]{1,5}(-[0-9a-f]{1,5})*$/i.test(unicode)) return undefined;
  return String.fromCodePoint(...unicode.split('-').map((code) => Number.parseInt(code, 16)));
}
