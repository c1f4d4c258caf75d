/** A list of Block Kit blocks. A block the page cannot draw never takes the others with it. */
import type { Block, KnownBlock } from '@slack/types';
import { useErrorBoundary } from 'preact/hooks';
import { TextView } from '../text/text-view.tsx';
import { ActionsView, ContextView, SectionView } from './basic.tsx';
import { ContainerView } from './container.tsx';
import { InputView } from './input.tsx';
import { MarkdownView } from './markdown-view.tsx';
import { FileView, ImageView, VideoView } from './media.tsx';
import { RichText } from './rich-text.tsx';
import { TableView } from './table.tsx';
import { UnknownBlock } from './unknown.tsx';

export function BlockList({ blocks }: { blocks: readonly Block[] }) {
  return (
    <div class="blocks">
      {blocks.map((block, index) => (
        <SafeBlock key={block.block_id ?? index} block={block} />
      ))}
    </div>
  );
}

function SafeBlock({ block }: { block: Block }) {
  const [failure] = useErrorBoundary();
  return failure ? <UnknownBlock block={block} /> : <BlockView block={block} />;
}

function BlockView({ block }: { block: Block }) {
  // The server has checked the shape; what it let through and we do not know ends in the default branch.
  const known = block as KnownBlock;
  switch (known.type) {
    case 'header':
      return (
        <h3 class="block-header">
          <TextView text={known.text} />
        </h3>
      );
    case 'section':
      return <SectionView block={known} />;
    case 'divider':
      return <hr />;
    case 'context':
      return <ContextView block={known} />;
    case 'actions':
      return <ActionsView block={known} />;
    case 'image':
      return <ImageView block={known} />;
    case 'rich_text':
      return <RichText block={known} />;
    case 'input':
      return <InputView block={known} />;
    case 'markdown':
      return <MarkdownView text={known.text} />;
    case 'table':
    case 'data_table':
      return <TableView block={known} />;
    case 'video':
      return <VideoView block={known} />;
    case 'file':
      return <FileView block={known} />;
    case 'alert':
      return (
        <div class={`block-alert alert-${known.level ?? 'default'}`} role="note">
          <TextView text={known.text} />
        </div>
      );
    case 'container':
      return (
        <ContainerView block={known}>
          <BlockList blocks={known.child_blocks} />
        </ContainerView>
      );
    default:
      return <UnknownBlock block={block} />;
  }
}
