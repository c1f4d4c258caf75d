import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Channel } from '../../../protocol.ts';
import { useSession } from '../../live/context.ts';

export function RenameDialog({ channel, close }: { channel: Channel; close: () => void }) {
  const { act } = useSession();
  const dialog = useRef<HTMLDialogElement>(null);
  const [name, setName] = useState(channel.name);
  const [why, setWhy] = useState('');
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    element?.querySelector('input')?.select();
    return () => element?.close();
  }, []);
  const rename = async () => {
    const answer = await act({ kind: 'rename', channel: channel.id, name });
    if (answer.ok) close();
    else setWhy(answer.why);
  };
  return (
    <dialog ref={dialog} class="dialog confirm" aria-modal="true" aria-labelledby="rename-title" onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void rename();
        }}
      >
        <h2 id="rename-title">Rename channel</h2>
        <div class="confirm-text">
          <input
            class="text-input"
            type="text"
            aria-label="New name"
            aria-invalid={why !== ''}
            value={name}
            onInput={({ currentTarget }) => setName(currentTarget.value)}
          />
          {why && (
            <div class="failure" role="alert">
              {why}
            </div>
          )}
        </div>
        <div class="dialog-foot">
          <button type="button" class="button" onClick={close}>
            Cancel
          </button>
          <button type="submit" class="button button-primary">
            Rename
          </button>
        </div>
      </form>
    </dialog>
  );
}
