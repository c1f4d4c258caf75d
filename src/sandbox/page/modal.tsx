/** The app's modals on this person's screen: up to three, the newest in front, the ones below keeping what was typed. */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { OpenView } from '../protocol.ts';
import { ModalForm } from './modal-form.tsx';

export function ModalStack({ views, here }: { views: OpenView[]; here: string | undefined }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const returnTo = useRef<HTMLElement | null>(null);
  const isOpen = views.length > 0;
  const top = views.at(-1);

  useLayoutEffect(() => {
    const element = dialog.current;
    if (!isOpen || !element) return;
    returnTo.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    element.showModal();
    return () => {
      element.close();
      if (returnTo.current?.isConnected) returnTo.current.focus();
    };
  }, [isOpen]);

  useEffect(() => {
    if (!top) return;
    // An update that brings the first fields takes the focus; one that comes while somebody types does not.
    const form = dialog.current?.querySelector(`[data-view="${top.id}"]`);
    const focused = document.activeElement;
    if (!form?.contains(focused) || focused === form || !focused?.closest('.modal-body'))
      focusFirst(dialog.current, top.id);
  }, [top?.id, top?.hash]);

  if (!top) return null;
  return (
    <dialog
      ref={dialog}
      class="dialog modal"
      aria-modal="true"
      aria-labelledby={`title-${top.id}`}
      onCancel={(event) => {
        event.preventDefault();
        dialog.current?.querySelector<HTMLElement>(`[data-view="${top.id}"] [data-close]`)?.click();
      }}
    >
      {views.map((open, index) => (
        <ModalForm key={open.id} open={open} depth={index} isTop={open.id === top.id} here={here} />
      ))}
    </dialog>
  );
}

/** What the app asked to focus, else the first field, else the dialog itself. */
function focusFirst(dialog: HTMLElement | null, viewId: string): void {
  const form = dialog?.querySelector<HTMLElement>(`[data-view="${viewId}"]`);
  const wanted =
    form?.querySelector<HTMLElement>('[autofocus]') ??
    form?.querySelector<HTMLElement>('.modal-body :is(input, textarea, button, a, [tabindex="0"])');
  (wanted ?? form)?.focus({ preventScroll: true });
}
