import type { IncomingMessage, ServerResponse } from 'node:http';
import { hear, type Stores } from '../hear.ts';
import { KINDS } from '../kinds.ts';
import type { OpenSource, Push, PushRequest, Read } from '../source.ts';
import { type Answer, refusal, send } from './answer.ts';
import { type Patience, patienceOf } from './patience.ts';
import { readBody } from './read-body.ts';

/** 1 MiB. */
export const BODY_LIMIT = 1_048_576;

export interface Intake {
  /** A source as it is set up now; null when there is none of this name. Cheap: it is asked for every request. */
  find: (name: string) => Promise<(OpenSource & { isPaused: boolean }) | null>;
  stores: Stores;
  now: () => Date;
  /** Hears of what failed on our side. A pino logger will do. */
  log?: { error: (detail: object, message: string) => void };
  /** Hears how many mentions were stored, known already or unusable. */
  counted?: (outcome: 'accepted' | 'duplicate' | 'rejected', n: number) => void;
  /** Hears why a delivery of a source was refused as a whole. */
  refused?: (source: string, why: string, at: Date) => void;
  /** Milliseconds a sender has for its body. */
  bodyWithin?: number;
  /** Milliseconds a sender is kept waiting for what happens on our side, whatever the database does. */
  answerWithin?: number;
}

/** With what the network takes, a sender has its answer within ten seconds. */
const ANSWER_WITHIN = 8_500;

/**
 * `POST /intake/<source>`: `202 {accepted, duplicates, deleted, rejected: [{index, why}]}` once everything is stored,
 * 422 with the same body when there were items and none was usable; tools that want nothing else get 200 for both.
 * Refusals are `{error: 'One sentence.'}`: 401, 404, 405, 415, 413, 408, 400, and 503 with Retry-After when it could
 * not be stored in time: nothing is lost by sending it again. Handshakes are answered as the tool wants them. The
 * returned function never rejects.
 */
export function intakeHandler(intake: Intake): (req: IncomingMessage, res: ServerResponse) => Promise<void> {
  return async (req, res) => {
    try {
      const answer = await answerTo(req, intake);
      if (answer) await send(req, res, answer);
    } catch (error) {
      intake.log?.error({ err: error, source: placeOf(req).name }, 'an intake request failed');
      await send(req, res, tryAgain('Firebreak could not handle this. Send it again in 5 seconds.'));
    }
  };
}

/** Null when the sender hung up. */
async function answerTo(req: IncomingMessage, intake: Intake): Promise<Answer | null> {
  const { name, rest, query } = placeOf(req);
  const patience = patienceOf(intake.answerWithin ?? ANSWER_WITHIN);
  const source = name === null ? null : await patience.waitFor(() => intake.find(name));
  const push = source && KINDS.get(source.kind)?.push;
  if (!source || !push) return refusal(404, 'There is no such source: its address is in the form that added it.');
  const request: PushRequest = { method: req.method ?? 'GET', rest, query, headers: req.headers };
  const handshake = push.handshake?.(request, source);
  if (handshake) return handshake;

  const early = push.refuseEarly?.(request, source) ?? null;
  if (early !== null) return unknownCaller(intake, source, early);
  const refused = refuseByHead(req, push);
  if (refused) return refused;
  const limit = push.bodyLimit ?? BODY_LIMIT;
  const body = await readBody(req, limit, intake.bodyWithin ?? 10_000);
  if ('failed' in body) return refuseByBody(body.failed, limit);
  const at = intake.now();
  const why = push.refuse(body.raw, request, source, at);
  if (why !== null) return unknownCaller(intake, source, why);
  if (source.isPaused) return refusal(503, 'This source is paused in Firebreak.', { 'retry-after': '300' });
  const reading = await push.read(body.raw, request, source, at);
  if (!('why' in reading)) return store(reading, source, push, at, intake, patience);
  intake.refused?.(source.name, reading.why, at);
  return refusal(reading.status, reading.why);
}

function unknownCaller(intake: Intake, source: OpenSource, why: string): Answer {
  intake.refused?.(source.name, why, intake.now());
  return refusal(401, why, { 'www-authenticate': 'Bearer realm="firebreak"' });
}

/** What can be refused before the body is read. */
function refuseByHead(req: IncomingMessage, push: Push): Answer | null {
  if (req.method !== 'POST') return refusal(405, 'Use POST.', { allow: 'POST' });
  const types = push.types ?? ['application/json'];
  if (!isOneOf(req.headers['content-type'] ?? '', types)) {
    const json = types.length === 1 ? 'Send JSON in UTF-8, with "Content-Type: application/json".' : null;
    return refusal(415, json ?? `Send one of ${types.join(', ')} as Content-Type.`);
  }
  if ((req.headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity') {
    return refusal(415, 'Send the body uncompressed, without Content-Encoding.', { 'accept-encoding': 'identity' });
  }
  return null;
}

function refuseByBody(failed: 'too large' | 'too slow' | 'gone', limit: number): Answer | null {
  if (failed === 'too large') {
    return refusal(413, `The body is larger than ${limit / BODY_LIMIT} MiB; send fewer mentions at once.`);
  }
  if (failed === 'too slow') return refusal(408, 'The body took too long to arrive.');
  return null;
}

async function store(
  read: Read,
  source: OpenSource,
  push: Push,
  at: Date,
  intake: Intake,
  patience: Patience,
): Promise<Answer> {
  try {
    // What is stored after the sender was told to come again is counted all the same: the next time it is known.
    const tally = await patience.waitFor((signal) =>
      hear(intake.stores, source.name, read, at, signal).then((heard) => {
        intake.counted?.('accepted', heard.accepted);
        intake.counted?.('duplicate', heard.duplicates);
        intake.counted?.('rejected', heard.rejected);
        return heard;
      }),
    );
    const rejected = read.rejected.map(({ index, why }) => ({ index, why }));
    const { accepted, duplicates, deleted } = tally;
    const notes = read.notes ? { notes: read.notes } : {};
    const result = { accepted, duplicates, ...(deleted > 0 ? { deleted } : {}), rejected, ...notes };
    if (push.always200) return { status: 200, body: result };
    if (read.heard.length > 0 || rejected.length === 0) return { status: 202, body: result };
    return { status: 422, body: { error: 'None of the items could be used; "rejected" says why.', ...result } };
  } catch (error) {
    intake.log?.error({ err: error, source: source.name, items: read.heard.length }, 'mentions could not be stored');
    return tryAgain('The mentions could not be stored right now. Send them again in 5 seconds; none will count twice.');
  }
}

function tryAgain(sentence: string): Answer {
  return refusal(503, sentence, { 'retry-after': '5' });
}

/** `/intake/<name>/<rest>?<query>` */
function placeOf(req: IncomingMessage): { name: string | null; rest: string; query: URLSearchParams } {
  const [path = '', query = ''] = (req.url ?? '').split('?', 2);
  const [, name = null, rest = ''] = /^\/intake\/([a-z\d_-]+)\/?(.*?)\/?$/.exec(path) ?? [];
  return { name, rest, query: new URLSearchParams(query) };
}

/** The media type without its parameters, in UTF-8 if it names a charset. */
function isOneOf(contentType: string, types: readonly string[]): boolean {
  const [type, ...parameters] = contentType.toLowerCase().split(';');
  const charsets = parameters.map(charsetIn);
  const isText = type?.trim().startsWith('text/') ?? false;
  const isRead = charsets.every((name) => name === undefined || isText || /^utf-?8$/.test(name));
  return types.includes(type?.trim() ?? '') && isRead;
}

/** `charset="utf-8"` names one; undefined for any other parameter. By hand: a stranger sends it. */
function charsetIn(parameter: string): string | undefined {
  const [name = '', value = ''] = parameter.split('=', 2);
  return name.trim() === 'charset' ? value.trim().replace(/^"|"$/g, '') : undefined;
}
