import type { FileInput } from '@slack/types';
import { useState } from 'preact/hooks';
import type { AttachedFile } from '../../protocol.ts';
import { Icon } from '../icon.tsx';
import { useSession } from '../live/context.ts';
import { stateHolding, valueIn } from './element-state.ts';
import { ariaOf, type ElementProps, useElement } from './use-element.ts';

/** The most a form takes (bytes). */
const MAX_BYTES = 10 * 1024 * 1024;

/** A file goes up as soon as it is chosen; the form names it by its id. */
export function FileElement(props: ElementProps<FileInput>) {
  const { element, field } = props;
  const { act } = useSession();
  const { state, set } = useElement(props);
  const [isSending, setSending] = useState(false);
  const [why, setWhy] = useState('');
  const files = filesIn(valueIn(state));
  const most = element.max_files ?? 10;

  const choose = async (chosen: File[]) => {
    if (isSending) return;
    setWhy('');
    if (files.length + chosen.length > most && most > 1) return setWhy(`At most ${most} files.`);
    if (chosen.some((file) => file.size > MAX_BYTES)) return setWhy('A file may have at most 10 MB.');
    setSending(true);
    const sent: AttachedFile[] = [];
    for (const file of chosen) {
      const contentBase64 = await base64Of(file).catch(() => null);
      if (contentBase64 === null) {
        setWhy(`${file.name} cannot be read.`);
        continue;
      }
      const answer = await act({ kind: 'attach', name: file.name, contentBase64 });
      if (!answer.ok) setWhy(answer.why);
      else if (answer.file) sent.push(answer.file);
    }
    setSending(false);
    // Where there is room for one, the next takes its place.
    if (sent.length > 0) set(stateHolding(element.type, most === 1 ? sent.slice(-1) : [...files, ...sent]));
  };
  const remove = (id: string) =>
    set(
      stateHolding(
        element.type,
        files.filter((file) => file.id !== id),
      ),
    );

  return (
    <div class="files">
      <input
        {...ariaOf(field, 'File')}
        class={files.length > 0 ? 'text-input file-picker file-picker-filled' : 'text-input file-picker'}
        type="file"
        multiple={most > 1}
        accept={element.filetypes?.map((type) => `.${type}`).join(',')}
        aria-busy={isSending}
        onChange={({ currentTarget }) => {
          void choose([...(currentTarget.files ?? [])]);
          currentTarget.value = '';
        }}
      />
      {isSending && (
        <div class="hint" role="status">
          Uploading…
        </div>
      )}
      {why && (
        <div class="field-error" role="alert">
          {why}
        </div>
      )}
      {files.length > 0 && (
        <ul class="file-list" aria-live="polite">
          {files.map(({ id, name, size }) => (
            <li key={id} class="file-row">
              <Icon name="clip" />
              <span class="file-name">{name}</span>
              <span class="hint">{sizeOf(size)}</span>
              <button type="button" class="icon-button" aria-label={`Remove ${name}`} onClick={() => remove(id)}>
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function filesIn(held: unknown): AttachedFile[] {
  return Array.isArray(held) ? held : [];
}

function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** What stands after the comma of `data:text/csv;base64,…`. */
function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
