/** "Are you sure?", in the app's words. */
import type { Confirm } from '@slack/types';
import type { ComponentChild } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { PlainView, TextView } from '../text/text-view.tsx';

/** `ask(then)` runs `then` at once when nothing is to be confirmed. `dialog` belongs beside the element. */
export function useConfirm(confirm: Confirm | undefined): { ask: (then: () => void) => void; dialog: ComponentChild } {
  const [waiting, setWaiting] = useState<{ then: () => void } | null>(null);
  if (!confirm) return { ask: (then) => then(), dialog: null };
  const answer = (isYes: boolean) => {
    setWaiting(null);
    if (isYes) waiting?.then();
  };
  return {
    ask: (then) => setWaiting({ then }),
    dialog: waiting && <ConfirmDialog confirm={confirm} answer={answer} />,
  };
}

function ConfirmDialog({ confirm, answer }: { confirm: Confirm; answer: (isYes: boolean) => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class="dialog confirm"
      role="alertdialog"
      aria-modal="true"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onCancel={(event) => {
        event.preventDefault();
        event.stopPropagation();
        answer(false);
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <h2 id={`${id}-title`}>
        <PlainView text={confirm.title?.text ?? 'Are you sure?'} />
      </h2>
      <div id={`${id}-text`} class="confirm-text">
        <TextView text={confirm.text} />
      </div>
      <div class="dialog-foot">
        <button type="button" class="button" onClick={() => answer(false)}>
          <PlainView text={confirm.deny?.text ?? 'Cancel'} />
        </button>
        <button type="button" class={`button button-${confirm.style ?? 'primary'}`} onClick={() => answer(true)}>
          <PlainView text={confirm.confirm?.text ?? 'Yes'} />
        </button>
      </div>
    </dialog>
  );
}
