import { useEffect, useState } from 'preact/hooks';
import type { Connection } from '../live/live.ts';

const SLOW_MS = 2500;

/** The first moment, and the last: drawn when there is no workspace to show. */
export function Starting({ connection }: { connection: Connection }) {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <main class="starting">
      <img src="/page/icon.svg" alt="" width="56" height="56" />
      <p role="status">
        {connection === 'live' || !isSlow ? 'Opening the workspace…' : 'The sandbox does not answer. Trying again…'}
      </p>
    </main>
  );
}
