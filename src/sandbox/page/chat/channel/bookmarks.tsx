import type { Bookmark } from '../../../protocol.ts';
import { Icon } from '../../icon.tsx';
import { safeUrl } from '../../text/control.ts';
import { emojiOf } from '../../text/emoji.ts';
import { OutLink } from '../../text/inline-view.tsx';

export function Bookmarks({ bookmarks }: { bookmarks: Bookmark[] }) {
  if (bookmarks.length === 0) return null;
  return (
    <nav class="bookmarks" aria-label="Bookmarks">
      {bookmarks.map((bookmark) => {
        const emoji = bookmark.emoji ? emojiOf(bookmark.emoji.replaceAll(':', '')) : undefined;
        const url = safeUrl(bookmark.link);
        const content = (
          <>
            {emoji ? <span aria-hidden="true">{emoji}</span> : <Icon name="bookmark" />}
            {bookmark.title}
          </>
        );
        return (
          <span key={bookmark.id} class="bookmark">
            {url ? <OutLink url={url}>{content}</OutLink> : content}
          </span>
        );
      })}
    </nav>
  );
}
