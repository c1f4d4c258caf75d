/** The way to the app: over HTTP once its request URL is known, otherwise over Socket Mode. */
import type { Transport } from './deliveries.ts';
import { httpTransport } from './http.ts';
import { type SocketTransport, socketTransport } from './socket.ts';

export interface AppLink {
  transport(): Transport;
  socket: SocketTransport;
  /** From now on the app is reached at this request URL. */
  deliverTo(url: string): void;
  /** Undefined in Socket Mode. */
  requestUrl(): string | undefined;
  isReachable(): boolean;
  close(): Promise<void>;
}

export interface AppLinkSettings {
  appId: string;
  signingSecret: string;
  requestUrl: string | undefined;
  /** ms the app has to answer. */
  ackWithin: number;
  /** Hears when the app becomes reachable, or stops being so. */
  onReach: (isReachable: boolean) => void;
}

export function linkApp(settings: AppLinkSettings): AppLink {
  const { appId, signingSecret, ackWithin } = settings;
  // Until a delivery fails, there is no reason to tell people that an app with a request URL is away.
  let isReachable = settings.requestUrl !== undefined;
  let http: { url: string; transport: Transport } | undefined;
  const socket = socketTransport({ appId, ackWithin }, reached);

  function reached(yes: boolean): void {
    if (yes !== isReachable) settings.onReach(yes);
    isReachable = yes;
  }

  function deliverTo(url: string): void {
    http = { url, transport: httpTransport({ url, signingSecret, ackWithin }, reached) };
    reached(true);
  }

  if (settings.requestUrl) deliverTo(settings.requestUrl);
  return {
    transport: () => http?.transport ?? socket,
    socket,
    deliverTo,
    requestUrl: () => http?.url,
    isReachable: () => isReachable,
    close: () => socket.close(),
  };
}
