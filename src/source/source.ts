import type { IncomingHttpHeaders } from 'node:http';
import type { Heard } from '../alert/mention/words.ts';

/** One item of a payload: what it says, nothing that concerns us, or why it cannot be used, in a sentence. */
export type Mapped = Heard | { kind: 'nothing' } | { kind: 'unusable'; why: string };

export interface Rejection {
  /** Position in the payload, from 0; of a file, the row as a spreadsheet counts it. */
  index: number;
  why: string;
  /** The item as it came, so that it can be tried again. */
  item: unknown;
}

/** A payload: what was heard, and the items that cannot be used. */
export interface Read {
  heard: Heard[];
  rejected: Rejection[];
  /** How the whole was read, where that had to be assumed. Sentences for the sender. */
  notes?: string[];
}

/** The same, or a refusal of the whole in one sentence. */
export type Reading = Read | { status: 400 | 413 | 415; why: string };

/** One thing an administrator is asked for when adding a source of a kind. */
export interface Field {
  /** In firebreak.yml and the database: `appSecret`. */
  name: string;
  label: string;
  /** Where to find it, in a sentence. */
  hint: string;
  /** Kept encrypted, never shown again. `made`: a random one is made for them, and shown once. */
  secret?: 'given' | 'made';
  /** What a made one begins with: `whsec_`. */
  begins?: string;
  optional?: true;
  /** Offered as a choice: value to label. The first is filled in. */
  choices?: Record<string, string>;
  /** An address that we will call; private and link-local ones are refused. */
  isAddress?: true;
  /** Why a value cannot be used, in a sentence; null when it can. */
  wrong?: (value: string) => string | null;
}

/** What an administrator reads, in the docs and in the form that adds a source. Sentences, without markup. */
export interface Guide {
  /** What it hears, in a sentence. */
  hears: string;
  /** What must be there before: an account, a plan, a permission. */
  needs: string[];
  /** What to do, in order. `{address}` stands for the source's own address. */
  steps: string[];
  /** What it cannot do, and what differs from what people expect. */
  limits: string[];
  /** The vendor's pages it was built after. Nothing here was tried against a live account. */
  builtTo: string;
}

/** A source as it was set up: what was typed, with its secrets opened. */
export interface OpenSource {
  /** Unique; the last part of its address, and `source` of its mentions. */
  name: string;
  kind: string;
  settings: Readonly<Record<string, string>>;
  secrets: Readonly<Record<string, string>>;
}

export interface PushRequest {
  method: string;
  /** What follows `/intake/<name>/` in its path; empty when nothing does. */
  rest: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
}

/** An answer in the tool's own words, for instance to a handshake. */
export interface PlainAnswer {
  status: number;
  type: 'text/plain' | 'application/json';
  body: string;
}

/** A tool that calls us. */
export interface Push {
  /** Of a body, bytes. Default: 1 MiB. For tools that decide themselves how much they send at once. */
  bodyLimit?: number;
  /** Media types of the body. Default: `application/json`. */
  types?: readonly string[];
  /** A GET, or whatever else is answered without reading a payload. Null: it is an ordinary delivery. */
  handshake?: (request: PushRequest, source: OpenSource) => PlainAnswer | null;
  /**
   * Who calls? Checked over the bytes as they came, in constant time, before anything reads them.
   * Null when it is them, else why not, in a sentence that helps whoever set it up and tells a stranger nothing.
   */
  refuse: (raw: Buffer, request: PushRequest, source: OpenSource, now: Date) => string | null;
  /**
   * What can be checked before the body is read, for those who prove themselves by a token in the head or the address.
   * Null when that is right, or when the proof is over the body.
   */
  refuseEarly?: (request: PushRequest, source: OpenSource) => string | null;
  read: (raw: Buffer, request: PushRequest, source: OpenSource, receivedAt: Date) => Promise<Reading>;
  /**
   * A delivery that was read is answered 200, also when none of its items could be used: the tool would send it again
   * for days, or switch the webhook off. Default: 202, or 422 when there were items and none could be used.
   */
  always200?: true;
  /** A request as the tool would send it, with a proof that holds. For "Send a test mention". */
  sample: (source: OpenSource, now: Date) => { rest?: string; headers: Record<string, string>; body: string };
}

/** Fetches what an administrator typed. Refuses private and link-local addresses, after redirects and DNS as well. */
export type SafeFetch = (
  url: string,
  init?: { headers?: Record<string, string>; signal?: AbortSignal },
) => Promise<Response>;

/** One pull of a source. */
export interface Ask {
  source: OpenSource;
  /** What `keep` was given last; null the first time. */
  cursor: unknown;
  fetch: SafeFetch;
  now: () => Date;
  /** Aborted when we stop, when the source is paused, or at the end of a stream's turn. */
  signal: AbortSignal;
  /** Stores what was heard and then where to go on. What is not kept is asked for again. */
  keep: (read: Read, cursor: unknown) => Promise<void>;
}

/** A tool that we call. */
export interface Pull {
  /** Between the ends of two pulls. Milliseconds; a stream's is short, for it only reconnects. */
  every: (source: OpenSource) => number;
  /** A stream is read for at most this long at a time, and goes on from its cursor. Milliseconds. */
  turn?: number;
  /** Throws `Wait` or `Refused`; anything else thrown is told as "could not be reached". */
  pull: (ask: Ask) => Promise<void>;
}

/** The tool asks us to wait, for instance at its rate limit. */
export class Wait extends Error {
  readonly until: Date;
  constructor(until: Date, why: string) {
    super(why);
    this.until = until;
  }
}

/** The tool said no, and asking again will not help until somebody mends what the sentence names. */
export class Refused extends Error {}

/** A listening tool we understand: one file each. */
export interface SourceKind {
  /** `google-alerts`; in firebreak.yml and the database. */
  kind: string;
  /** `Google Alerts` */
  title: string;
  guide: Guide;
  fields: readonly Field[];
  push?: Push;
  pull?: Pull;
  /** One rejected item once more, for instance after an update of Firebreak. */
  again: (item: unknown, source: OpenSource, receivedAt: Date) => Mapped[];
}
