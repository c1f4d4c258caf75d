/** A small menu of acts beside its trigger: arrow keys move, Enter chooses, Escape closes. */
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Popover } from './popover.tsx';
import { PlainView } from './text/text-view.tsx';

export interface MenuItem {
  text: string;
  description?: string;
  /** Opens this address besides. */
  url?: string | null;
  choose: () => void;
}

interface Props {
  anchor: RefObject<HTMLElement | null>;
  label: string;
  items: MenuItem[];
  close: () => void;
}

export function Menu({ anchor, label, items, close }: Props) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
  }, []);
  const move = (event: KeyboardEvent) => {
    if (event.key === 'Tab') return close();
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const entries = [...(list.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const at = entries.findIndex((one) => one.matches(':focus'));
    entries[(at + step + entries.length) % entries.length]?.focus();
  };
  const choose = (item: MenuItem) => {
    close();
    anchor.current?.focus();
    if (item.url) open(item.url, '_blank', 'noopener,noreferrer');
    item.choose();
  };
  return (
    <Popover anchor={anchor} close={close} label={label} role="menu" class="menu" align="end">
      <div ref={list} role="none" onKeyDown={move}>
        {items.map((item, index) => (
          <button key={index} type="button" role="menuitem" class="menu-item" onClick={() => choose(item)}>
            <PlainView text={item.text} />
            {item.description && (
              <span class="hint">
                <PlainView text={item.description} />
              </span>
            )}
          </button>
        ))}
      </div>
    </Popover>
  );
}
