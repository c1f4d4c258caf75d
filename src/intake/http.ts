import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, refusal, send } from './answer.ts';
import { bearerCheck } from './bearer.ts';
import { eachOnce, type Write } from './each-once.ts';
import { readBody } from './read-body.ts';
import type { Reading, Source } from './source.ts';
import { SOURCES } from './sources.ts';

/** 1 MiB. */
export const BODY_LIMIT = 1_048_576;

export interface Intake {
  /** What senders put after `Authorization: Bearer`. */
  token: string;
  /** Stores them, and returns once they are committed. */
  receive: Write;
  now: () => Date;
  /** Hears of what failed on our side. A pino logger will do. */
  log?: { error: (detail: object, message: string) => void };
  /** Hears how many mentions were stored, known already or unusable. */
  counted?: (outcome: 'accepted' | 'duplicate' | 'rejected', n: number) => void;
  /** Milliseconds a sender has for its body. */
  bodyWithin?: number;
}

/**
 * `POST /intake/<source>`: `202 {accepted, duplicates, rejected: [{index, why}]}` once everything is stored, 422 with
 * the same body when there were items and none was usable. Refusals are `{error: 'One sentence.'}`: 401, 404, 405, 415,
 * 413, 408, 400, and 503 with Retry-After when it could not be stored: nothing is lost by sending it again.
 * The returned function never rejects.
 */
export function intakeHandler(intake: Intake): (req: IncomingMessage, res: ServerResponse) => Promise<void> {
  const isAllowed = bearerCheck(intake.token);
  return async (req, res) => {
    try {
      const answer = await answerTo(req, isAllowed(req.headers.authorization), intake);
      if (answer) await send(req, res, answer);
    } catch (error) {
      intake.log?.error({ err: error, path: pathOf(req) }, 'an intake request failed');
      await send(req, res, tryAgain('Firebreak could not handle this. Send it again in 5 seconds.'));
    }
  };
}

/** Null when the sender hung up. */
async function answerTo(req: IncomingMessage, isAllowed: boolean, intake: Intake): Promise<Answer | null> {
  const source = sourceOf(req);
  const refused = refuseByHead(req, isAllowed, source);
  if (refused || !source) return refused;

  const body = await readBody(req, BODY_LIMIT, intake.bodyWithin ?? 10_000);
  if ('failed' in body) return refuseByBody(body.failed);
  const reading = source.read(body.raw, intake.now());
  if ('why' in reading) return refusal(reading.status, reading.why);
  return store(reading, intake, pathOf(req));
}

/** What can be refused before the body is read. Nobody without the token learns anything else. */
function refuseByHead(req: IncomingMessage, isAllowed: boolean, source: Source | undefined): Answer | null {
  if (!isAllowed) {
    const sentence = 'The intake token is missing or wrong: send it as "Authorization: Bearer <token>".';
    return refusal(401, sentence, { 'www-authenticate': 'Bearer realm="firebreak"' });
  }
  if (!source) return refusal(404, `There is no such source; there is: ${[...SOURCES.keys()].join(', ')}.`);
  if (req.method !== 'POST') return refusal(405, 'Use POST.', { allow: 'POST' });
  if (!isJson(req.headers['content-type'] ?? '')) {
    return refusal(415, 'Send JSON in UTF-8, with "Content-Type: application/json".');
  }
  if ((req.headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity') {
    return refusal(415, 'Send the body uncompressed, without Content-Encoding.', { 'accept-encoding': 'identity' });
  }
  return null;
}

function refuseByBody(failed: 'too large' | 'too slow' | 'gone'): Answer | null {
  if (failed === 'too large') return refusal(413, 'The body is larger than 1 MiB; send fewer mentions at once.');
  if (failed === 'too slow') return refusal(408, 'The body took too long to arrive.');
  return null;
}

async function store(reading: Extract<Reading, { mentions: unknown }>, intake: Intake, path: string): Promise<Answer> {
  const { mentions, rejected } = reading;
  try {
    const outcomes = await eachOnce(mentions, intake.receive);
    const accepted = outcomes.filter((outcome) => outcome === 'accepted').length;
    const result = { accepted, duplicates: outcomes.length - accepted, rejected };
    intake.counted?.('accepted', accepted);
    intake.counted?.('duplicate', result.duplicates);
    intake.counted?.('rejected', rejected.length);
    if (mentions.length > 0 || rejected.length === 0) return { status: 202, body: result };
    return { status: 422, body: { error: 'None of the items could be used; "rejected" says why.', ...result } };
  } catch (error) {
    intake.log?.error({ err: error, path, mentions: mentions.length }, 'mentions could not be stored');
    return tryAgain('The mentions could not be stored right now. Send them again in 5 seconds; none will count twice.');
  }
}

function tryAgain(sentence: string): Answer {
  return refusal(503, sentence, { 'retry-after': '5' });
}

function sourceOf(req: IncomingMessage): Source | undefined {
  return SOURCES.get(/^\/intake\/([a-z\d_-]+)\/?$/.exec(pathOf(req))?.[1] ?? '');
}

function pathOf(req: IncomingMessage): string {
  return (req.url ?? '').split('?', 1)[0] ?? '';
}

/** `application/json`, in UTF-8 if it names a charset. */
function isJson(contentType: string): boolean {
  const [type, ...parameters] = contentType.toLowerCase().split(';');
  const charsets = parameters.map((parameter) => /^\s*charset\s*=\s*"?([^"]*?)"?\s*$/.exec(parameter)?.[1]);
  return type?.trim() === 'application/json' && charsets.every((name) => name === undefined || /^utf-?8$/.test(name));
}
