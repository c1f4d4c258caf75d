import type { Message } from '../../protocol.ts';
import { Avatar } from '../avatar.tsx';
import { ago } from '../dates.ts';
import { useDirectory } from '../live/context.ts';
import { writeRoute } from '../live/route.ts';
import { repliersOf } from '../live/timeline.ts';
import { useNow } from '../now.ts';

const FACES = 4;

/** "3 replies, last 2 minutes ago": the way into the thread. */
export function ThreadLink({ message, messages }: { message: Message; messages: Message[] }) {
  const { people } = useDirectory();
  const now = useNow();
  if (message.replyCount === 0) return null;
  const thread = message.threadTs ?? message.ts;
  const last = message.latestReply ? `last ${ago(Number(message.latestReply), now)}` : '';
  return (
    <a class="thread-link" href={`#${writeRoute({ pane: 'channel', channel: message.channel, thread })}`}>
      <span class="thread-faces">
        {repliersOf(messages, thread)
          .slice(0, FACES)
          .map((id) => (
            <Avatar key={id} person={people.get(id)} id={id} size="s" />
          ))}
      </span>
      <span class="thread-count">{message.replyCount === 1 ? '1 reply' : `${message.replyCount} replies`}</span>
      {last && <span class="hint">{last}</span>}
    </a>
  );
}
