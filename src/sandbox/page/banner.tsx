import type { Snapshot } from '../protocol.ts';
import type { Connection } from './live.ts';

/** What is wrong with the line, when something is. */
export function Banner({ connection, app }: { connection: Connection; app: Snapshot['app'] }) {
  const sentence =
    connection === 'lost'
      ? 'Reconnecting…'
      : app.isReachable
        ? ''
        : `${app.name} is not answering. Buttons and commands will fail until it is back.`;
  return (
    <div class={`banner ${connection === 'lost' ? 'banner-lost' : ''}`} role="status" hidden={sentence === ''}>
      {sentence && <span class="banner-dot" />}
      {sentence}
    </div>
  );
}
