import type { Message } from '../../protocol.ts';
import { nameOf, useDirectory, useSession } from '../live/context.ts';
import { emojiOf } from '../text/emoji.ts';

/** Reactions under a message. Pressing one adds one's own, or takes it back. */
export function Reactions({ message }: { message: Message }) {
  const directory = useDirectory();
  const { act, notify } = useSession();
  if (message.reactions.length === 0) return null;
  const press = async (name: string) => {
    const answer = await act({ kind: 'react', channel: message.channel, ts: message.ts, name });
    if (!answer.ok) notify(answer.why);
  };
  return (
    <div class="reactions">
      {message.reactions.map(({ name, users }) => {
        const who = users.map((id) => nameOf(directory, id)).join(', ');
        return (
          <button
            key={name}
            type="button"
            class="reaction"
            aria-pressed={users.includes(directory.me.id)}
            aria-label={`${name.replaceAll('_', ' ')}: ${users.length}, ${who}`}
            title={who}
            onClick={() => press(name)}
          >
            <span>{emojiOf(name) ?? `:${name}:`}</span>
            <span>{users.length}</span>
          </button>
        );
      })}
    </div>
  );
}
