/** What a running workspace is started with, and what it offers to the process that started it. */
import type { CallRecord } from './api/calls.ts';
import type { DeliveryRecord } from './delivery/deliveries.ts';
import type { RawRequest, RawResponse } from './delivery/raw-requests.ts';
import type { DeliveryFault, Fault } from './faults.ts';
import type { SlackManifest } from './manifest.ts';
import type { Replay } from './page-side/replays.ts';
import type { Act, ActAnswer } from './protocol.ts';
import type { Readings } from './readings.ts';
import type { WorkspaceSeed } from './seed.ts';
import type { Switches } from './switches.ts';

export interface SandboxOptions {
  /** 0 takes any free port. */
  port: number;
  /** Default `127.0.0.1`. */
  host?: string;
  /** Path of the journal. Absent: everything is gone when the process ends. */
  journal?: string;
  seed: WorkspaceSeed;
  manifest: SlackManifest;
  /** The app's request URL, for instance `http://127.0.0.1:3000/slack/events`. Absent: Socket Mode. */
  eventsUrl?: string;
  replays?: Replay[];
  /** Slack's rate limits. Default true. */
  limits?: boolean;
  /**
   * ms since 1970. Default the clock. Decides about rate limits, triggers, response URLs and message timestamps; not
   * about signatures, which the app checks against the real time.
   */
  now?: () => number;
  /** ms the app has to answer. Default 3000, as on Slack. */
  ackWithin?: number;
  /** ms before each retry of an event. Default Slack's: 0, 1 min, 5 min. */
  retryDelays?: number[];
}

export interface Sandbox extends Readings, Switches {
  /** Of the web page, without a slash at the end. */
  url: string;
  /** Ends with `/api/`: what an app takes as `slackApiUrl`. */
  apiUrl: string;
  botToken: string;
  /** For Socket Mode. */
  appToken: string;
  signingSecret: string;
  botUserId: string;
  botId: string;
  teamId: string;
  /** A person does something. Waits for the app where Slack waits for it: at most 3 seconds. */
  act(act: Act): Promise<ActAnswer>;
  /** Web API calls, oldest first. */
  calls(method?: string): CallRecord[];
  clearCalls(): void;
  /** Every attempt to deliver something to the app, oldest first. */
  deliveries(): DeliveryRecord[];
  /** Makes coming Web API calls go wrong. Returns its undoing. */
  fault(fault: Fault): () => void;
  /** Makes coming deliveries go wrong. Returns its undoing. */
  faultDelivery(fault: DeliveryFault): () => void;
  /** Sends a hand-made request to the app's request URL. Throws in Socket Mode. */
  sendRaw(body: string, request?: RawRequest): Promise<RawResponse>;
  /** Resolves when nothing is on its way to the app and the app has not called for a moment. */
  idle(): Promise<void>;
  /** From now on the app is reached over HTTP at this request URL. */
  deliverTo(url: string): void;
  /** Asks every Socket Mode connection to come back on a new one. */
  refreshSockets(): void;
  close(): Promise<void>;
}
