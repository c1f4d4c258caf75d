import type { ContainerBlock } from '@slack/types';
import type { ComponentChildren } from 'preact';
import { TextView } from '../text/text-view.tsx';
import { RichText } from './rich-text.tsx';

/** `children`: its blocks, drawn. */
export function ContainerView({ block, children }: { block: ContainerBlock; children: ComponentChildren }) {
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
        {children}
      </div>
    );
  }
  return (
    <details class="container" open={!block.default_collapsed}>
      <summary>{heading}</summary>
      {children}
    </details>
  );
}
