import type { InputBlock } from '@slack/types';
import { useId } from 'preact/hooks';
import { BlockFailure } from '../elements/block-failure.tsx';
import { ElementView } from '../elements/element-view.tsx';
import { useSurface } from '../elements/surface.ts';
import { PlainView } from '../text/text-view.tsx';

/** Groups of boxes are named by a legend, single fields by a label. */
const GROUPS = ['checkboxes', 'radio_buttons'];

export function InputView({ block }: { block: InputBlock }) {
  const id = useId();
  const blockId = block.block_id ?? '';
  const error = useSurface().errors[blockId];
  const isGroup = GROUPS.includes(block.element.type);
  const label = (
    <>
      <PlainView text={block.label.text} />
      {block.optional && <span class="optional"> (optional)</span>}
    </>
  );
  const said = [block.hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  const field = {
    id,
    labelledBy: `${id}-label`,
    ...(said ? { describedBy: said } : {}),
    isInvalid: error !== undefined,
    isRequired: !block.optional,
  };
  return (
    <div class={error ? 'input input-wrong' : 'input'} data-block-id={blockId}>
      {isGroup ? (
        <div class="label" id={`${id}-label`}>
          {label}
        </div>
      ) : (
        <label class="label" id={`${id}-label`} for={id}>
          {label}
        </label>
      )}
      <ElementView
        blockId={blockId}
        element={block.element}
        dispatches={block.dispatch_action === true}
        field={field}
      />
      {error && (
        <div class="field-error" id={`${id}-error`} role="alert">
          {error}
        </div>
      )}
      {block.hint && (
        <div class="hint" id={`${id}-hint`}>
          <PlainView text={block.hint.text} />
        </div>
      )}
      <BlockFailure blockId={blockId} />
    </div>
  );
}
