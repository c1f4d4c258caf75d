import type { Offer } from './completions.ts';

const TITLES = { command: 'Commands', verb: 'Then', person: 'People', channel: 'Channels' };
const KEYS = {
  command: 'Tab to complete',
  verb: 'Tab to complete, Enter to send',
  person: 'Enter to choose',
  channel: 'Tab to complete',
};

interface Props {
  id: string;
  offer: Offer;
  active: number;
  choose: (insert: string) => void;
  hover: (index: number) => void;
}

export function CompletionList({ id, offer, active, choose, hover }: Props) {
  return (
    <div class="completions">
      <div class="completions-head">
        <span>{TITLES[offer.kind]}</span>
        <span class="not-phone">{KEYS[offer.kind]}</span>
      </div>
      <div id={id} role="listbox" aria-label={TITLES[offer.kind]}>
        {offer.items.map((item, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the field, which points at the active option
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys
          <div
            key={item.insert}
            id={`${id}-${index}`}
            role="option"
            class="picker-option"
            aria-selected={index === active}
            data-active={index === active}
            onPointerMove={() => hover(index)}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(item.insert)}
          >
            <span class="completion-label">{item.label}</span>
            {item.detail && <span class="hint">{item.detail}</span>}
          </div>
        ))}
      </div>
    </div>
  );
}
