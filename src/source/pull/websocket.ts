import type { IncomingMessage } from 'node:http';
import type { LookupFunction } from 'node:net';
import WebSocket from 'ws';

/** What has arrived is handed over at least this often, also when it is nothing. Milliseconds. */
const AT_LEAST_EVERY = 1000;
/** More than this unread, and the sender has to wait. */
const MOST_UNREAD = { messages: 1000, characters: 16_000_000 };
/** For so long a live server says something; after that the connection is taken for dead. Milliseconds. */
const SILENCE = 60_000;

export interface Dial {
  /** Refuses addresses that must not be called. */
  lookup?: LookupFunction;
  /** Larger messages end the connection. Bytes. */
  largest: number;
  signal: AbortSignal;
  /** What to throw when the server answers with something else than a web socket. */
  refused: (response: IncomingMessage) => Error;
}

/**
 * The messages of a web socket, as many at a time as have arrived; an empty list after a second without any. Ends when
 * the server closes, falls silent for a minute, or `signal` is aborted. Throws when it cannot be reached.
 */
export async function* messagesOf(url: string, { lookup, largest, signal, refused }: Dial): AsyncGenerator<string[]> {
  if (signal.aborted) return;
  const socket = new WebSocket(url, { ...(lookup ? { lookup } : {}), maxPayload: largest, handshakeTimeout: 15_000 });
  let unread: string[] = [];
  let unreadCharacters = 0;
  let failure: Error | null = null;
  let isOver = false;
  let wake = () => {};
  const end = (error: Error | null) => {
    failure ??= error;
    isOver = true;
    wake();
  };
  const stop = () => socket.terminate();
  signal.addEventListener('abort', stop, { once: true });
  socket.on('message', (data) => {
    const message = String(data);
    unread.push(message);
    unreadCharacters += message.length;
    const isMuch = unread.length >= MOST_UNREAD.messages || unreadCharacters >= MOST_UNREAD.characters;
    if (isMuch) socket.pause();
    wake();
  });
  socket.on('unexpected-response', (request, response) => {
    end(refused(response));
    request.destroy();
  });
  socket.on('error', (error) => end(signal.aborted ? null : error));
  socket.on('close', () => end(null));

  try {
    let silence = 0;
    while (!signal.aborted) {
      if (unread.length === 0 && !isOver) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, AT_LEAST_EVERY);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      const arrived = unread;
      unread = [];
      unreadCharacters = 0;
      if (socket.isPaused) socket.resume();
      silence = arrived.length > 0 ? 0 : silence + AT_LEAST_EVERY;
      if (arrived.length > 0 || !isOver) yield arrived;
      if (isOver && unread.length === 0) break;
      if (silence >= SILENCE) break;
    }
    if (failure !== null && !signal.aborted) throw failure;
  } finally {
    signal.removeEventListener('abort', stop);
    socket.terminate();
  }
}
