import type { ActionsBlock, ContextBlock, SectionBlock } from '@slack/types';
import { BlockFailure } from '../elements/block-failure.tsx';
import { ElementView } from '../elements/element-view.tsx';
import { TextView } from '../text/text-view.tsx';
import { Picture } from './media.tsx';

export function SectionView({ block }: { block: SectionBlock }) {
  const { accessory, fields, text } = block;
  const blockId = block.block_id ?? '';
  return (
    <>
      <div class={accessory ? `section section-with-${accessory.type}` : 'section'}>
        <div class="section-body">
          {text && (
            <div class="section-text">
              <TextView text={text} />
            </div>
          )}
          {fields && (
            <div class="fields">
              {fields.map((field, index) => (
                <div key={index} class="field">
                  <TextView text={field} />
                </div>
              ))}
            </div>
          )}
        </div>
        {accessory && (
          <div class="accessory">
            {accessory.type === 'image' ? (
              <Picture image={accessory} size="thumbnail" />
            ) : (
              <ElementView blockId={blockId} element={accessory} dispatches />
            )}
          </div>
        )}
      </div>
      <BlockFailure blockId={blockId} />
    </>
  );
}

export function ContextView({ block }: { block: ContextBlock }) {
  return (
    <div class="context">
      {block.elements.map((element, index) =>
        element.type === 'image' ? (
          <Picture key={index} image={element} size="icon" />
        ) : (
          <span key={index} class="context-text">
            <TextView text={element} />
          </span>
        ),
      )}
    </div>
  );
}

export function ActionsView({ block }: { block: ActionsBlock }) {
  const blockId = block.block_id ?? '';
  return (
    <>
      <div class="actions">
        {block.elements.map((element, index) => (
          <ElementView key={element.action_id ?? index} blockId={blockId} element={element} dispatches />
        ))}
      </div>
      <BlockFailure blockId={blockId} />
    </>
  );
}
