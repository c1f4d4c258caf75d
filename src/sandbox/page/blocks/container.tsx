import type { ContainerBlock } from '@slack/types';
import { TextView } from '../text/text-view.tsx';
import { BlockList } from './block-list.tsx';
import { RichText } from './rich-text.tsx';

export function ContainerView({ block }: { block: ContainerBlock }) {
  const heading = (
    <span class="container-heading">
      {block.title && (
        <strong>
          <TextView text={block.title} />
        </strong>
      )}
      {block.rich_text_title && <RichText block={block.rich_text_title} />}
      {block.subtitle && (
        <span class="hint">
          <TextView text={block.subtitle} />
        </span>
      )}
    </span>
  );
  if (!block.is_collapsible) {
    return (
      <div class="container">
        {heading}
        <BlockList blocks={block.child_blocks} />
      </div>
    );
  }
  return (
    <details class="container" open={!block.default_collapsed}>
      <summary>{heading}</summary>
      <BlockList blocks={block.child_blocks} />
    </details>
  );
}
