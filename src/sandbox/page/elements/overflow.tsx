import type { Overflow } from '@slack/types';
import { useRef, useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import { Menu } from '../menu.tsx';
import { safeUrl } from '../text/control.ts';
import { useConfirm } from './confirm.tsx';
import { type ElementProps, useElement } from './use-element.ts';

export function OverflowElement(props: ElementProps<Overflow>) {
  const { element } = props;
  const { send, isPending } = useElement(props);
  const [isOpen, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const { ask, dialog } = useConfirm(element.confirm);
  const items = element.options.map((option) => ({
    text: option.text.text,
    ...(option.description ? { description: option.description.text } : {}),
    ...(option.url ? { url: safeUrl(option.url) } : {}),
    choose: () => ask(() => send({ type: 'overflow', selected_option: option })),
  }));
  return (
    <>
      <button
        ref={trigger}
        type="button"
        class="button button-icon"
        aria-label="More actions"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-busy={isPending}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="more" />
      </button>
      {isOpen && <Menu anchor={trigger} label="More actions" items={items} close={() => setOpen(false)} />}
      {dialog}
    </>
  );
}
