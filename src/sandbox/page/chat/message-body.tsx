import type { Message, SharedFile } from '../../protocol.ts';
import { BlockList } from '../blocks/block-list.tsx';
import { ownAddress } from '../blocks/media.tsx';
import { Icon } from '../icon.tsx';
import { MrkdwnView } from '../text/text-view.tsx';

export function MessageBody({ message }: { message: Message }) {
  const isGone = message.subtype === 'tombstone';
  return (
    <>
      {message.blocks.length > 0 ? (
        <BlockList blocks={message.blocks} />
      ) : (
        message.text && (
          <div class={isGone ? 'text text-gone' : 'text'}>
            <MrkdwnView text={message.text} />
          </div>
        )
      )}
      {message.editedTs && <span class="edited">(edited)</span>}
      {message.files.map((file) => (
        <File key={file.id} file={file} />
      ))}
    </>
  );
}

function File({ file }: { file: SharedFile }) {
  const url = ownAddress(file.url);
  if (!url) return null;
  if (file.mimetype.startsWith('image/')) {
    return (
      <a class="file-picture" href={url} target="_blank" rel="noopener noreferrer">
        <img src={url} alt={file.altText || file.title} loading="lazy" />
      </a>
    );
  }
  return (
    <a class="attachment file" href={url} target="_blank" rel="noopener noreferrer">
      <Icon name="clip" />
      <span>
        <span class="file-title">{file.title}</span>
        <span class="hint">{file.mimetype}</span>
      </span>
    </a>
  );
}
