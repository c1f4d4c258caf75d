/** One message: who, when, what, and what one can do with it. */
import { useMemo, useRef, useState } from 'preact/hooks';
import type { Message, Place, Snapshot } from '../../protocol.ts';
import { Avatar } from '../avatar.tsx';
import { formatDate } from '../dates.ts';
import { SurfaceContext, useNewSurface } from '../elements/surface.ts';
import { Icon } from '../icon.tsx';
import { nameOf, useDirectory } from '../live/context.ts';
import type { Row } from '../live/timeline.ts';
import { canHover } from '../shell/screen.ts';
import { MessageBody } from './message-body.tsx';
import { MessageTools } from './message-tools.tsx';
import { moveFocus } from './move-focus.ts';
import { Reactions } from './reactions.tsx';
import { SystemLine } from './system-line.tsx';
import { ThreadLink } from './thread-link.tsx';

const NO_ERRORS = {};

interface Props {
  row: Row;
  messages: Message[];
  shortcuts: Snapshot['shortcuts'];
  isThread: boolean;
  isLast: boolean;
}

export function MessageRow({ row, messages, shortcuts, isThread, isLast }: Props) {
  const { message } = row;
  const directory = useDirectory();
  const [isActive, setActive] = useState(false);
  const article = useRef<HTMLElement>(null);
  const place = useMemo<Place>(
    () => ({ kind: 'message', channel: message.channel, ts: message.ts }),
    [message.channel, message.ts],
  );
  const surface = useNewSurface(place, NO_ERRORS);
  const body = useMemo(() => <MessageBody message={message} />, [message]);

  if (isSystem(message)) return <SystemLine row={row} />;
  const author = directory.people.get(message.user);
  const name = nameOf(directory, message.user);
  const time = formatDate(row.at, '{time}', directory.me.tz, row.at);
  const kind = [
    'message',
    row.isContinued && 'message-continued',
    message.ephemeralFor && 'message-ephemeral',
    mentionsMe(message, directory.me.id) && 'message-mentions-me',
  ];
  return (
    <article
      ref={article}
      class={kind.filter(Boolean).join(' ')}
      data-ts={message.ts}
      aria-label={`${name}, ${time}`}
      tabIndex={isLast ? 0 : -1}
      onPointerEnter={() => setActive(canHover())}
      onPointerLeave={() => setActive(article.current?.contains(document.activeElement) ?? false)}
      onFocusIn={() => setActive(true)}
      onFocusOut={(event) => {
        if (!(event.relatedTarget instanceof Node && article.current?.contains(event.relatedTarget))) setActive(false);
      }}
      onKeyDown={moveFocus}
    >
      <div class="message-side">
        {row.isContinued ? <time class="message-side-time">{time}</time> : <Avatar person={author} id={message.user} />}
      </div>
      <div class="message-main">
        {message.ephemeralFor && (
          <div class="only-you">
            <Icon name="eye" /> Only visible to you
          </div>
        )}
        {message.isBroadcast && !isThread && (
          <div class="only-you">
            <Icon name="reply" /> Also sent from a thread
          </div>
        )}
        {!row.isContinued && (
          <div class="message-by">
            <span class="message-author">{name}</span>
            {author?.isBot && <span class="app-mark">App</span>}
            {author?.title && !author.isBot && <span class="message-title">{author.title}</span>}
            <time class="message-time">{time}</time>
          </div>
        )}
        <SurfaceContext.Provider value={surface}>{body}</SurfaceContext.Provider>
        <Reactions message={message} />
        {!isThread && <ThreadLink message={message} messages={messages} />}
      </div>
      <MessageTools message={message} shortcuts={shortcuts} isThread={isThread} isActive={isActive} />
    </article>
  );
}

function isSystem(message: Message): boolean {
  return /_(join|leave|topic|purpose|name|archive|unarchive|item)$/.test(message.subtype ?? '');
}

function mentionsMe(message: Message, me: string): boolean {
  return message.user !== me && !message.ephemeralFor && message.text.includes(`<@${me}`);
}
