/** The live stream: connect, take in what arrives, say when it is lost. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { applyEvent, type LiveEvent, type Workspace } from './workspace.ts';

export type Connection = 'connecting' | 'live' | 'lost';

/** Changes that arrive together are drawn together (ms). */
const GATHER_MS = 30;
const RECONNECT_MS = 1500;

export interface Live {
  workspace: Workspace | null;
  connection: Connection;
}

/** @param as the person looking; undefined lets the server choose */
export function useLive(as: string | undefined, forget: () => void): Live {
  const [live, setLive] = useState<Live>({ workspace: null, connection: 'connecting' });
  const forgetNow = useRef(forget);
  forgetNow.current = forget;

  useEffect(() => {
    // The last person's screen stays until the next one's arrives.
    let waiting: LiveEvent[] = [];
    let timer: number | undefined;
    const drain = () => {
      timer = undefined;
      const events = waiting;
      waiting = [];
      setLive((before) => ({ connection: 'live', workspace: events.reduce(applyEvent, before.workspace) }));
    };
    const hear = (event: LiveEvent) => {
      waiting.push(event);
      timer ??= setTimeout(drain, event.type === 'snapshot' ? 0 : GATHER_MS);
    };
    let opened = false;
    const stop = listen(as, hear, (isOpen) => {
      opened ||= isOpen;
      if (!isOpen && !opened && as) forgetNow.current();
      setLive((before) => ({ ...before, connection: isOpen ? 'live' : before.workspace ? 'lost' : 'connecting' }));
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [as]);

  return live;
}

function listen(
  as: string | undefined,
  hear: (event: LiveEvent) => void,
  report: (isOpen: boolean) => void,
): () => void {
  let source: EventSource;
  let retry: number | undefined;
  const connect = () => {
    source = new EventSource(`/workspace/live${as ? `?as=${encodeURIComponent(as)}` : ''}`);
    source.onopen = () => report(true);
    source.onerror = () => {
      report(false);
      // The browser reconnects by itself after a dropped line, but gives up after an HTTP error.
      if (source.readyState === EventSource.CLOSED) retry = setTimeout(connect, RECONNECT_MS);
    };
    for (const name of ['snapshot', 'change', 'message']) {
      source.addEventListener(name, (event: MessageEvent<string>) => hear(parseEvent(event.data)));
    }
  };
  connect();
  return () => {
    clearTimeout(retry);
    source.close();
  };
}

function parseEvent(data: string): LiveEvent {
  const parsed = JSON.parse(data);
  return 'team' in parsed ? { type: 'snapshot', snapshot: parsed } : parsed;
}
