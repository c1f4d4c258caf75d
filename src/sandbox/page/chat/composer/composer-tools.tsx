/** Beside the composer: the app's global shortcuts, and attaching a file. */
import { useRef, useState } from 'preact/hooks';
import type { Channel } from '../../../protocol.ts';
import { Icon } from '../../icon.tsx';
import { useSession } from '../../live/context.ts';
import type { Workspace } from '../../live/workspace.ts';
import { Menu } from '../../menu.tsx';

/** Larger files only make the sandbox slow (bytes). */
const MAX_BYTES = 5 * 1024 * 1024;

interface Props {
  workspace: Workspace;
  channel: Channel;
  isThread: boolean;
  report: (why: string) => void;
}

export function ComposerTools({ workspace, channel, isThread, report }: Props) {
  const { act } = useSession();
  const [isOpen, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  if (isThread) return null;
  const shortcuts = workspace.shortcuts.filter((shortcut) => shortcut.type === 'global');
  const run = async (callbackId: string) => {
    const answer = await act({ kind: 'shortcut', callbackId, channel: channel.id });
    if (!answer.ok) report(answer.why);
  };
  const upload = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > MAX_BYTES) return report('That file is larger than 5 MB, which is the most the sandbox takes.');
    const contentBase64 = await base64Of(file);
    const answer = await act({ kind: 'upload', channel: channel.id, name: file.name, contentBase64 });
    report(answer.ok ? '' : answer.why);
  };
  return (
    <>
      {shortcuts.length > 0 && (
        <button
          ref={trigger}
          type="button"
          class="icon-button"
          aria-label="Shortcuts"
          title="Shortcuts"
          aria-haspopup="menu"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name="bolt" />
        </button>
      )}
      {isOpen && (
        <Menu
          anchor={trigger}
          label="Shortcuts"
          items={shortcuts.map(({ name, callbackId }) => ({ text: name, choose: () => void run(callbackId) }))}
          close={() => setOpen(false)}
        />
      )}
      <button
        type="button"
        class="icon-button"
        aria-label="Attach a file"
        title="Attach a file"
        onClick={() => picker.current?.click()}
      >
        <Icon name="clip" />
      </button>
      <input
        ref={picker}
        type="file"
        hidden
        tabIndex={-1}
        aria-label="File to attach"
        onChange={({ currentTarget }) => {
          void upload(currentTarget.files?.[0]);
          currentTarget.value = '';
        }}
      />
    </>
  );
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
