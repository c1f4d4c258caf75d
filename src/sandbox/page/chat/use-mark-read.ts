import { useEffect, useState } from 'preact/hooks';
import type { Channel } from '../../protocol.ts';
import { useSession } from '../live/context.ts';

/** Tells the server what was seen: the newest message, once its end of the list is on a visible screen. */
export function useMarkRead(channel: Channel, newest: string | undefined, isAtEnd: boolean): void {
  const { act } = useSession();
  const [isVisible, setVisible] = useState(!document.hidden);
  useEffect(() => {
    const look = () => setVisible(!document.hidden);
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);

  const hasUnread = channel.unread > 0 || channel.unreadMentions > 0;
  useEffect(() => {
    if (newest && hasUnread && isAtEnd && isVisible) void act({ kind: 'read', channel: channel.id, ts: newest });
  }, [act, channel.id, newest, hasUnread, isAtEnd, isVisible]);
}
