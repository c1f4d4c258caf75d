/** A floating panel beside its trigger. On a phone it lies at the foot of the screen instead. */
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

const GAP = 6;
const EDGE = 8;

interface Props {
  anchor: RefObject<HTMLElement | null>;
  close: () => void;
  children: ComponentChildren;
  label?: string;
  role?: 'dialog' | 'menu';
  class?: string;
  /** Which edge of the trigger it lines up with. */
  align?: 'start' | 'end';
  /** At least as wide as the trigger. */
  fitsAnchor?: boolean;
}

export function Popover({
  anchor,
  close,
  children,
  label,
  role,
  class: extra = '',
  align = 'start',
  fitsAnchor,
}: Props) {
  const panel = useRef<HTMLDivElement>(null);
  const closeNow = useRef(close);
  closeNow.current = close;

  useLayoutEffect(() => {
    const element = panel.current;
    const trigger = anchor.current;
    if (!element || !trigger) return;
    if (!element.matches(':popover-open')) element.showPopover();
    const settle = () => place(element, trigger, align, fitsAnchor === true);
    settle();
    const watcher = new ResizeObserver(settle);
    watcher.observe(element);
    addEventListener('resize', settle);
    addEventListener('scroll', settle, true);
    return () => {
      watcher.disconnect();
      removeEventListener('resize', settle);
      removeEventListener('scroll', settle, true);
    };
  }, [anchor, align, fitsAnchor]);

  useEffect(() => {
    const closeOutside = (event: PointerEvent) => {
      const target = event.target instanceof Node ? event.target : null;
      if (!panel.current?.contains(target) && !anchor.current?.contains(target)) closeNow.current();
    };
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      closeNow.current();
      anchor.current?.focus();
    };
    addEventListener('pointerdown', closeOutside, true);
    addEventListener('keydown', closeOnEscape, true);
    return () => {
      removeEventListener('pointerdown', closeOutside, true);
      removeEventListener('keydown', closeOnEscape, true);
    };
  }, [anchor]);

  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: whoever names the panel also gives it a role
    <div ref={panel} popover="manual" class={`popover ${extra}`} role={role} aria-label={label}>
      {children}
    </div>
  );
}

/** Below the trigger when there is room, else above; never over the edge of the window. */
function place(panel: HTMLElement, trigger: HTMLElement, align: 'start' | 'end', fitsAnchor: boolean): void {
  const at = trigger.getBoundingClientRect();
  if (fitsAnchor) panel.style.minWidth = `${at.width}px`;
  const { offsetWidth: width, offsetHeight: height } = panel;
  const wanted = align === 'end' ? at.right - width : at.left;
  const below = at.bottom + GAP;
  const fitsBelow = below + height + EDGE <= innerHeight || at.top < innerHeight - at.bottom;
  const top = fitsBelow ? below : at.top - GAP - height;
  panel.style.left = `${Math.max(EDGE, Math.min(wanted, innerWidth - width - EDGE))}px`;
  panel.style.top = `${Math.max(EDGE, Math.min(top, innerHeight - height - EDGE))}px`;
}
