import { useRef, useState } from 'preact/hooks';
import type { Channel, Message } from '../../../protocol.ts';
import { Icon } from '../../icon.tsx';
import { nameOf, useDirectory } from '../../live/context.ts';
import { Popover } from '../../popover.tsx';
import { MrkdwnView } from '../../text/text-view.tsx';

interface Props {
  channel: Channel;
  messages: Message[];
  show: (ts: string) => void;
}

/** Pinned messages: choosing one brings it into view. */
export function Pins({ channel, messages, show }: Props) {
  const directory = useDirectory();
  const [isOpen, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  if (channel.pins.length === 0) return null;
  const pinned = messages.filter((message) => channel.pins.includes(message.ts));
  return (
    <>
      <button
        ref={trigger}
        type="button"
        class="tool-button"
        aria-label={`${channel.pins.length} pinned`}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="pin" />
        <span>{channel.pins.length}</span>
      </button>
      {isOpen && (
        <Popover
          anchor={trigger}
          close={() => setOpen(false)}
          label="Pinned messages"
          role="dialog"
          class="pins-panel"
          align="end"
        >
          <p class="popover-lead">Pinned in this channel</p>
          {pinned.map((message) => (
            <button
              key={message.ts}
              type="button"
              class="pin-row"
              onClick={() => {
                setOpen(false);
                show(message.ts);
              }}
            >
              <span class="pin-author">{nameOf(directory, message.user)}</span>
              <span class="pin-text">
                <MrkdwnView text={message.text.slice(0, 300)} verbatim />
              </span>
            </button>
          ))}
        </Popover>
      )}
    </>
  );
}
