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
  const query = message.indexOf('Failed query: ');
  const parameters = query === -1 ? -1 : message.indexOf('\nparams: ', query);
  return parameters === -1 ? message : message.slice(0, parameters);
}

// --- Length ----------------------------------------------------------------------------------------------------------

/** Characters. An expression that goes through sixteen million of them runs out of stack, in whoever wanted to log. */
const LONGEST_LINE = 262_144;
/** Of a text within a line that is too long. Characters. */
const LONGEST_TEXT = 2_000;

/** The same line with its long texts cut, or what is left to say of it. */
function shortened(line: string): string {
  const fields: Record<string, unknown> = JSON.parse(line, (_, value) =>
    typeof value === 'string' ? cutText(value) : value,
  );
  const short = JSON.stringify(fields);
  if (short.length <= LONGEST_LINE) return `${short}\n`;
  const { level, time } = fields;
  return `${JSON.stringify({ level, time, msg: `a line of ${line.length} characters was left out` })}\n`;
}

/** Between words: half a secret would not be known as one. */
function cutText(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT).replace(/\S*$/, '')}…`;
}

// --- Secrets ---------------------------------------------------------------------------------------------------------

const GONE = '[redacted]';

/** What follows in a text inside JSON, up to its end. */
const REST = String.raw`[^"\\]*(?:\\.[^"\\]*)*`;
/** Of a URL with a user: up to its password. */
const USER = /\b(?:postgres(?:ql)?|https?|wss?):\/\/[^\s:/@"\\]*:/i;
/** In drizzle's message inside JSON: up to its parameters. */
const QUERY = /^((?:[^\\]|\\(?!nparams: ).)*)\\nparams: /s;

/** Over the finished JSON line, so that nothing escapes by being nested, in a message or in a stack. */
const REDACTIONS: readonly (readonly [RegExp, string | ((found: string) => string)])[] = [
  // A field by its name: `"botToken":"…"`.
  [
    new RegExp(
      String.raw`("[\w-]*(?:token|secret|password|authorization|cookie|api_?key|secret_?key)":)"${REST}"`,
      'gi',
    ),
    `$1"${GONE}"`,
  ],
  // drizzle's message again, where a text took it over.
  [new RegExp(`Failed query: ${REST}`, 'g'), (said) => QUERY.exec(said)?.[1] ?? said],
  // Slack's tokens: xoxb-…, xoxp-…, xoxe.xoxp-…, xapp-….
  [/\b(?:xox[a-z](?:\.xox[a-z])?|xapp)-[\w%-]+/gi, GONE],
  [/\b(Bearer|Basic)( |%20)+[\w.~+/=-]{8,}/gi, `$1 ${GONE}`],
  [/\b(?:postgres(?:ql)?|https?|wss?):\/\/(?:\\["\\]|[^\s"\\])+/gi, withoutPassword],
  // Whoever has a response URL or a webhook may post.
  [/(hooks\.slack\.com\/)[^\s"\\]+/gi, `$1${GONE}`],
  [/([?&](?:token|secret|password|api_?key|ticket)=)[^&\s"\\]+/gi, `$1${GONE}`],
];

/** The password of a URL, up to the last @ of the word: passwords are not always escaped. */
function withoutPassword(word: string): string {
  const end = word.lastIndexOf('@');
  const user = USER.exec(word.slice(0, end + 1));
  if (!user) return word;
  return `${word.slice(0, user.index + user[0].length)}${GONE}${word.slice(end)}`;
}

function scrubber(secrets: readonly (string | undefined)[]): (line: string) => string {
  const exact = secrets
    .filter((secret) => secret !== undefined && secret.length >= 8)
    .map((secret) => JSON.stringify(secret).slice(1, -1));
  return (line) => {
    const kept = line.length > LONGEST_LINE ? shortened(line) : line;
    const hidden = exact.reduce((text, secret) => text.replaceAll(secret, GONE), kept);
    return REDACTIONS.reduce(
      (text, [pattern, by]) => (typeof by === 'string' ? text.replace(pattern, by) : text.replace(pattern, by)),
      hidden,
    );
  };
}
