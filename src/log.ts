import { type DestinationStream, type Logger, pino } from 'pino';

export interface LogOptions {
  /** Exact texts that must never appear, for instance the signing secret. Shorter than 8 characters is ignored. */
  secrets?: readonly (string | undefined)[];
  /** Default: standard output. */
  to?: DestinationStream;
}

/**
 * JSON lines, or readable ones in a terminal. Tokens, passwords and the parameters of database queries are taken out of
 * everything, whoever logs it and however deep it lies.
 */
export function makeLog(level: 'debug' | 'info' | 'warn' | 'error', options: LogOptions = {}): Logger {
  const scrub = scrubber(options.secrets ?? []);
  return pino(
    {
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: describeErrors },
      // pino's own would describe the description.
      serializers: { err: (described) => described },
      hooks: { streamWrite: scrub },
    },
    options.to ?? (process.stdout.isTTY ? terminal() : pino.destination(1)),
  );
}

/** Readable lines, written by a worker thread. What is still on its way is written when the process exits. */
function terminal(): DestinationStream {
  const options = { translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname', sync: true };
  return pino.transport({ target: 'pino-pretty', options });
}

// --- Errors ----------------------------------------------------------------------------------------------------------

function describeErrors(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, value instanceof Error ? describeError(value) : value]),
  );
}

/** Where database errors keep the values of a query or of a row: what people wrote, sometimes secrets. */
const VALUES = new Set(['params', 'parameters', 'args', 'queryOptions', 'detail', 'where']);
const MOST_CAUSES = 5;

/** The error, its own fields and its causes as plain data, without the parameters of queries. */
function describeError(error: Error, depth = 0): Record<string, unknown> {
  const message = withoutParameters(error.message);
  const own = Object.entries(error).filter(([key]) => !VALUES.has(key) && key !== 'cause');
  const nested = own.map(([key, value]) => [key, value instanceof Error ? describeCause(value, depth) : value]);
  return {
    type: error.constructor.name,
    message,
    stack: error.stack?.replace(error.message, () => message),
    ...Object.fromEntries(nested),
    ...(error.cause === undefined ? {} : { cause: describeCause(error.cause, depth) }),
    ...(error instanceof AggregateError ? { errors: error.errors.map((one) => describeCause(one, depth)) } : {}),
  };
}

function describeCause(cause: unknown, depth: number): unknown {
  if (!(cause instanceof Error)) return cause;
  return depth < MOST_CAUSES ? describeError(cause, depth + 1) : withoutParameters(cause.message);
}

/** drizzle's message is `Failed query: <sql>\nparams: <values>`. */
function withoutParameters(message: string): string {
  return message.replace(/(Failed query: .*?)\nparams: .*/s, '$1');
}

// --- Secrets ---------------------------------------------------------------------------------------------------------

const GONE = '[redacted]';

/** What follows in a text inside JSON, up to its end. */
const REST = String.raw`(?:[^"\\]|\\.)*`;

/** Over the finished JSON line, so that nothing escapes by being nested, in a message or in a stack. */
const REDACTIONS: readonly (readonly [RegExp, string])[] = [
  // A field by its name: `"botToken":"…"`.
  [
    new RegExp(
      String.raw`("[\w-]*(?:token|secret|password|authorization|cookie|api_?key|secret_?key)":)"${REST}"`,
      'gi',
    ),
    `$1"${GONE}"`,
  ],
  // drizzle's message again, where a text took it over.
  [new RegExp(String.raw`(Failed query: ${REST}?)\\nparams: ${REST}`, 'g'), '$1'],
  // Slack's tokens: xoxb-…, xoxp-…, xoxe.xoxp-…, xapp-….
  [/\b(?:xox[a-z](?:\.xox[a-z])?|xapp)-[\w%-]+/gi, GONE],
  [/\b(Bearer|Basic)( |%20)+[\w.~+/=-]{8,}/gi, `$1 ${GONE}`],
  // The password of a URL, up to the last @ of the word: passwords are not always escaped.
  [/\b((?:postgres(?:ql)?|https?|wss?):\/\/[^\s:/@"\\]*:)(?:\\["\\]|[^\s"\\])*@/gi, `$1${GONE}@`],
  // Whoever has a response URL or a webhook may post.
  [/(hooks\.slack\.com\/)[^\s"\\]+/gi, `$1${GONE}`],
  [/([?&](?:token|secret|password|api_?key|ticket)=)[^&\s"\\]+/gi, `$1${GONE}`],
];

function scrubber(secrets: readonly (string | undefined)[]): (line: string) => string {
  const exact = secrets
    .filter((secret) => secret !== undefined && secret.length >= 8)
    .map((secret) => JSON.stringify(secret).slice(1, -1));
  return (line) => {
    const hidden = exact.reduce((text, secret) => text.replaceAll(secret, GONE), line);
    return REDACTIONS.reduce((text, [pattern, by]) => text.replace(pattern, by), hidden);
  };
}
