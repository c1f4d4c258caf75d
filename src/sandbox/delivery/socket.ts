/** Deliveries over Socket Mode: the app holds WebSockets open, gets envelopes, and acks each with an optional answer. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { newSecret } from '../state/ids.ts';
import type { Answer, Transport } from './deliveries.ts';
import type { Delivery, DeliveryType } from './delivery.ts';

const PING_EVERY_MS = 10_000;
/** Slack's limit of connections per app. */
const MAX_CONNECTIONS = 10;

const ENVELOPE: Record<DeliveryType, string> = {
  event: 'events_api',
  interaction: 'interactive',
  options: 'interactive',
  command: 'slash_commands',
};

export interface SocketTransport extends Transport {
  /** The path and query of a new connection, good for one use. For `apps.connections.open`. */
  ticket(): string;
  /** Answers an HTTP upgrade. Refuses an unknown ticket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  connections(): number;
  /** Tells every connection to come back on a new one, as Slack does now and then. */
  refresh(): void;
  /** Every connection breaks, without a word. */
  breakOff(): void;
}

/** `ackWithin` in ms; `onReach` hears whether any connection is open, when that changes. */
export function socketTransport(
  settings: { appId: string; ackWithin: number },
  onReach: (isReachable: boolean) => void,
): SocketTransport {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const connections: WebSocket[] = [];
  const waiting = new Map<string, (answer: Answer) => void>();

  function connected(socket: WebSocket): void {
    connections.push(socket);
    const ping = setInterval(() => socket.ping(), PING_EVERY_MS);
    socket.on('message', (data) => acknowledged(String(data)));
    socket.on('close', () => {
      clearInterval(ping);
      connections.splice(connections.indexOf(socket), 1);
      onReach(connections.length > 0);
    });
    socket.on('error', () => socket.terminate());
    socket.send(JSON.stringify(hello(settings.appId, connections.length)));
    onReach(true);
  }

  function acknowledged(text: string): void {
    const ack = readAck(text);
    if (ack) waiting.get(ack.envelope_id)?.({ ok: true, body: ack.payload });
  }

  /** Each envelope goes to one connection: the one that has waited longest. */
  function nextConnection(): WebSocket | undefined {
    const socket = connections.shift();
    if (socket) connections.push(socket);
    return socket;
  }

  return {
    ticket() {
      const ticket = newSecret(16);
      tickets.add(ticket);
      return `/link/?ticket=${ticket}&app_id=${settings.appId}`;
    },
    upgrade(request, socket, head) {
      const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? '';
      if (!tickets.delete(ticket) || connections.length >= MAX_CONNECTIONS) {
        socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, connected);
    },
    connections: () => connections.length,
    refresh() {
      const notice = JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: {} });
      for (const socket of [...connections]) socket.send(notice);
    },
    breakOff() {
      for (const socket of [...connections]) socket.terminate();
    },
    send(delivery) {
      const socket = nextConnection();
      if (!socket) return Promise.resolve({ ok: false, reason: 'connection_failed' });
      const envelopeId = randomUUID();
      return new Promise((resolve) => {
        const done = (answer: Answer) => {
          clearTimeout(timer);
          waiting.delete(envelopeId);
          resolve(answer);
        };
        const timer = setTimeout(() => done({ ok: false, reason: 'http_timeout' }), settings.ackWithin);
        waiting.set(envelopeId, done);
        socket.send(JSON.stringify(envelope(envelopeId, delivery)));
      });
    },
    async close() {
      for (const socket of [...connections]) goAway(socket);
      for (const done of [...waiting.values()]) done({ ok: false, reason: 'connection_failed' });
      server.close();
    },
  };
}

/** A closing handshake, and an end to it for an app that does not shake. */
function goAway(socket: WebSocket): void {
  socket.close(1001);
  setTimeout(() => socket.terminate(), 200).unref();
}

function hello(appId: string, connections: number): Record<string, unknown> {
  return {
    type: 'hello',
    num_connections: connections,
    debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 3600 },
    connection_info: { app_id: appId },
  };
}

function envelope(id: string, { type, payload, retryNum, retryReason }: Delivery): Record<string, unknown> {
  const retry = type === 'event' ? { retry_attempt: retryNum, retry_reason: retryReason ?? '' } : {};
  return { envelope_id: id, type: ENVELOPE[type], accepts_response_payload: type !== 'event', payload, ...retry };
}

function readAck(text: string): { envelope_id: string; payload: Record<string, unknown> | undefined } | undefined {
  try {
    const { envelope_id, payload } = JSON.parse(text) as { envelope_id?: unknown; payload?: Record<string, unknown> };
    if (typeof envelope_id !== 'string') return undefined;
    return { envelope_id, payload: payload && Object.keys(payload).length > 0 ? payload : undefined };
  } catch {
    return undefined;
  }
}
