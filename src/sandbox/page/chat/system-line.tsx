import { formatDate } from '../dates.ts';
import { useDirectory } from '../live/context.ts';
import type { Row } from '../live/timeline.ts';
import { MrkdwnView } from '../text/text-view.tsx';
import { moveFocus } from './move-focus.ts';

/** "joined the channel" and the like: said, but quietly. */
export function SystemLine({ row }: { row: Row }) {
  const { me } = useDirectory();
  return (
    <article class="system-line" data-ts={row.message.ts} tabIndex={-1} onKeyDown={moveFocus}>
      <MrkdwnView text={row.message.text} />
      <time class="message-time">{formatDate(row.at, '{time}', me.tz, row.at)}</time>
    </article>
  );
}
