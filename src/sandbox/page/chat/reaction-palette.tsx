import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Popover } from '../popover.tsx';
import { emojiOf } from '../text/emoji.ts';

const OFFERED = [
  '+1',
  'eyes',
  'white_check_mark',
  'pray',
  'heart',
  'tada',
  'fire',
  'thinking_face',
  'raised_hands',
  'x',
];

interface Props {
  anchor: RefObject<HTMLElement | null>;
  close: () => void;
  choose: (name: string) => void;
}

export function ReactionPalette({ anchor, close, choose }: Props) {
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <Popover anchor={anchor} close={close} label="Add reaction" role="dialog" class="palette" align="end">
      {OFFERED.map((name, index) => (
        <button
          key={name}
          ref={index === 0 ? first : null}
          type="button"
          aria-label={name.replaceAll('_', ' ')}
          onClick={() => {
            close();
            choose(name);
          }}
        >
          {emojiOf(name)}
        </button>
      ))}
    </Popover>
  );
}
