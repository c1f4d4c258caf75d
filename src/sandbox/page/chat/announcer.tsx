import { useEffect, useRef, useState } from 'preact/hooks';
import type { Message } from '../../protocol.ts';
import { nameOf, useDirectory } from '../live/context.ts';
import { decodeEntities } from '../text/entities.ts';

/** Tells screen readers of new messages in the open conversation; edits are not read out again. */
export function Announcer({ message }: { message: Message | undefined }) {
  const directory = useDirectory();
  const [said, setSaid] = useState('');
  const newest = useRef(message?.ts);
  useEffect(() => {
    if (!message || message.ts === newest.current) return;
    newest.current = message.ts;
    if (message.user === directory.me.id) return;
    setSaid(`${nameOf(directory, message.user)}: ${spoken(message.text)}`);
  }, [message, directory]);
  return (
    <div class="visually-hidden" aria-live="polite">
      {said}
    </div>
  );
}

function spoken(text: string): string {
  const bare = text.replace(/<[^<>|]*\|([^<>]*)>/g, '$1').replace(/<[^<>]*>/g, '');
  return decodeEntities(bare.replace(/[*_~`]/g, '')).slice(0, 300);
}
