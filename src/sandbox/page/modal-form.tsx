import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { OpenView, Place } from '../protocol.ts';
import { BlockList } from './blocks/block-list.tsx';
import { HereContext } from './elements/here.ts';
import { SurfaceContext, useNewSurface } from './elements/surface.ts';
import { Icon } from './icon.tsx';
import { useSession } from './live/context.ts';
import { PlainView } from './text/text-view.tsx';

interface Props {
  open: OpenView;
  /** How many modals lie beneath. */
  depth: number;
  isTop: boolean;
  /** The channel behind the modal. */
  here: string | undefined;
}

export function ModalForm({ open, depth, isTop, here }: Props) {
  const { act } = useSession();
  const { id, view, errors } = open;
  const place = useMemo<Place>(() => ({ kind: 'view', viewId: id }), [id]);
  const surface = useNewSurface(place, errors);
  const [isSending, setSending] = useState(false);
  const [why, setWhy] = useState('');
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (Object.keys(errors).length === 0) return;
    const wrong = form.current?.querySelector<HTMLElement>('.input-wrong');
    wrong?.scrollIntoView({ block: 'center' });
    wrong?.querySelector<HTMLElement>('input, textarea, button')?.focus({ preventScroll: true });
  }, [errors]);

  const submit = async () => {
    if (isSending) return;
    setSending(true);
    setWhy('');
    const answer = await act({ kind: 'submit', viewId: id, values: surface.values() });
    setSending(false);
    if (!answer.ok) setWhy(answer.why);
  };
  const close = async () => {
    const answer = await act({ kind: 'close', viewId: id });
    if (!answer.ok) setWhy(answer.why);
  };

  return (
    <form
      ref={form}
      class="modal-form"
      data-view={id}
      tabIndex={-1}
      hidden={!isTop}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (view.submit) void submit();
      }}
    >
      <header class="modal-head">
        {depth > 0 && (
          <button type="button" class="icon-button" aria-label="Back" onClick={close}>
            <Icon name="back" />
          </button>
        )}
        <h2 id={`title-${id}`}>
          <PlainView text={view.title.text} />
        </h2>
        <button type="button" class="icon-button" data-close aria-label="Close this window" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <div class="modal-body">
        <HereContext.Provider value={here}>
          <SurfaceContext.Provider value={surface}>
            <BlockList blocks={view.blocks} />
          </SurfaceContext.Provider>
        </HereContext.Provider>
      </div>
      <footer class="dialog-foot">
        {why && (
          <div class="failure" role="alert">
            {why}
          </div>
        )}
        {(view.close || view.submit) && (
          <button type="button" class="button" onClick={close}>
            <PlainView text={view.close?.text ?? 'Cancel'} />
          </button>
        )}
        {view.submit && (
          <button type="submit" class="button button-primary" aria-busy={isSending}>
            <span class="button-text">
              <PlainView text={view.submit.text} />
            </span>
          </button>
        )}
      </footer>
    </form>
  );
}
