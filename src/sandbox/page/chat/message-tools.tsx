/**
 * What one can do with a message. Beside it while the pointer or the focus is there;
 * without a pointer that hovers, everything is behind the one button that is always there.
 */
import { useRef, useState } from 'preact/hooks';
import type { Message, Snapshot } from '../../protocol.ts';
import { Icon } from '../icon.tsx';
import { useSession } from '../live/context.ts';
import { Menu, type MenuItem } from '../menu.tsx';
import { canHover } from '../shell/screen.ts';
import { ReactionPalette } from './reaction-palette.tsx';

interface Props {
  message: Message;
  shortcuts: Snapshot['shortcuts'];
  isThread: boolean;
  isActive: boolean;
}

export function MessageTools({ message, shortcuts, isThread, isActive }: Props) {
  const { act, go, notify } = useSession();
  const [open, setOpen] = useState<'menu' | 'palette' | null>(null);
  const more = useRef<HTMLButtonElement>(null);
  const smile = useRef<HTMLButtonElement>(null);
  const hovers = canHover();
  if (message.ephemeralFor || (hovers && !isActive && !open)) return null;

  const { channel, ts } = message;
  const reply = () => go({ pane: 'channel', channel, thread: message.threadTs ?? ts });
  const tell = async (deed: Parameters<typeof act>[0]) => {
    const answer = await act(deed);
    if (!answer.ok) notify(answer.why);
  };
  const items: MenuItem[] = [
    ...(hovers ? [] : [{ text: 'Add reaction', choose: () => setOpen('palette') }]),
    ...(isThread ? [] : [{ text: 'Reply in thread', choose: reply }]),
    ...shortcuts
      .filter((shortcut) => shortcut.type === 'message')
      .map(({ name, callbackId }) => ({
        text: name,
        choose: () => void tell({ kind: 'shortcut', callbackId, channel, ts }),
      })),
    { text: 'Copy text', choose: () => void copy(message.text).then(notify) },
  ];

  return (
    <div class="message-tools" role="toolbar" aria-label="Message">
      {hovers && (
        <button
          ref={smile}
          type="button"
          class="icon-button"
          aria-label="Add reaction"
          title="Add reaction"
          onClick={() => setOpen('palette')}
        >
          <Icon name="smile" />
        </button>
      )}
      {hovers && !isThread && (
        <button type="button" class="icon-button" aria-label="Reply in thread" title="Reply in thread" onClick={reply}>
          <Icon name="reply" />
        </button>
      )}
      <button
        ref={more}
        type="button"
        class="icon-button"
        aria-label="More message actions"
        title="More message actions"
        aria-haspopup="menu"
        aria-expanded={open === 'menu'}
        onClick={() => setOpen(open === 'menu' ? null : 'menu')}
      >
        <Icon name="more" />
      </button>
      {open === 'menu' && (
        <Menu
          anchor={more}
          label="Message actions"
          items={items}
          close={() => setOpen((now) => (now === 'menu' ? null : now))}
        />
      )}
      {open === 'palette' && (
        <ReactionPalette
          anchor={hovers ? smile : more}
          close={() => setOpen(null)}
          choose={(name) => void tell({ kind: 'react', channel, ts, name })}
        />
      )}
    </div>
  );
}

async function copy(text: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return 'Copied.';
  } catch {
    return 'The browser did not allow copying.';
  }
}
