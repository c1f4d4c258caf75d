import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Message, Snapshot } from '../../protocol.ts';
import { dayHeading } from '../dates.ts';
import { Icon } from '../icon.tsx';
import { useDirectory } from '../live/context.ts';
import type { Row } from '../live/timeline.ts';
import { useNow } from '../now.ts';
import { MessageRow } from './message.tsx';
import { useStickyScroll } from './use-sticky-scroll.ts';

interface Props {
  rows: Row[];
  /** All of the channel, for counting replies. */
  messages: Message[];
  shortcuts: Snapshot['shortcuts'];
  label: string;
  /** Shown above the first row. */
  start?: ComponentChildren;
  /** Inside a thread: no thread links. */
  isThread?: boolean;
  reportEnd?: (isAtEnd: boolean) => void;
}

export function MessageList({ rows, messages, shortcuts, label, start, isThread, reportEnd }: Props) {
  const { scroller, content, isAtEnd, toEnd } = useStickyScroll(rows[0]?.message.ts);
  const newest = rows.at(-1)?.message;
  // Refusals come as notes at the end: whoever clicked a card further up must notice them.
  const seen = useRef(newest?.ts);
  if (isAtEnd) seen.current = newest?.ts;
  const hasNews = newest !== undefined && newest.ts !== seen.current;
  const { me } = useDirectory();
  const isMine = newest?.user === me.id;
  useEffect(() => reportEnd?.(isAtEnd), [reportEnd, isAtEnd]);
  useEffect(() => {
    // What one writes oneself is always shown.
    if (isMine) toEnd();
  }, [newest?.ts, isMine, toEnd]);
  return (
    <div class="messages-frame">
      <section ref={scroller} class="messages" aria-label={label}>
        <div ref={content} class="messages-content">
          {start}
          {rows.map((row, index) => (
            <Separated key={row.message.ts} row={row}>
              <MessageRow
                row={row}
                messages={messages}
                shortcuts={shortcuts}
                isThread={isThread === true}
                isLast={index === rows.length - 1}
              />
            </Separated>
          ))}
        </div>
      </section>
      {!isAtEnd && (
        <button type="button" class={hasNews ? 'jump jump-news' : 'jump'} onClick={toEnd}>
          <Icon name="down" />
          {!hasNews ? 'Jump to latest' : newest?.ephemeralFor ? 'A note for you below' : 'New messages below'}
        </button>
      )}
    </div>
  );
}

function Separated({ row, children }: { row: Row; children: ComponentChildren }) {
  return (
    <>
      {row.startsDay && <DayLine at={row.at} />}
      {row.startsUnread && (
        <div class="unread-line">
          <span>New</span>
        </div>
      )}
      {children}
    </>
  );
}

function DayLine({ at }: { at: number }) {
  const { tz } = useDirectory().me;
  return (
    <h3 class="day-line">
      <span>{dayHeading(at, tz, useNow())}</span>
    </h3>
  );
}
