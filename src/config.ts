import dotenv from 'dotenv';
import { z } from 'zod';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** How Firebreak meets Slack. `apiUrl` ends with a slash; undefined is Slack's own. */
export type SlackConfig =
  | { kind: 'sandbox'; port: number }
  | { kind: 'http'; botToken: string; signingSecret: string; apiUrl: string | undefined }
  | { kind: 'socket'; botToken: string; appToken: string; apiUrl: string | undefined };

export interface Config {
  slack: SlackConfig;
  /** Undefined: the embedded database in `dataDir`. */
  databaseUrl: string | undefined;
  dataDir: string;
  /** A channel id. Undefined: the settings file may name one. */
  alertsChannel: string | undefined;
  /** Undefined in sandbox mode only, which makes one. */
  intakeToken: string | undefined;
  /** 32 bytes. */
  secretKey: Buffer | undefined;
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** Where senders reach us, without a slash at the end. Undefined: where we listen. */
  publicUrl: string | undefined;
  logLevel: LogLevel;
  /** The file FIREBREAK_CONFIG names. Undefined: `readSettings` looks for ./firebreak.yml. */
  settingsFile: string | undefined;
}

type Environment = Record<string, string | undefined>;

/** Reads the environment, and `.env` for what it does not set. Throws what `readConfig` throws. */
export function loadConfig(): Config {
  const { error } = dotenv.config({ quiet: true });
  if (error && error.code !== 'ENOENT') throw new Error(`.env cannot be read: ${error.message}.`, { cause: error });
  return readConfig(process.env);
}

/** What the environment says under a name that the settings file chose: `${ACME_FEED}`. Empty counts as absent. */
export function fromEnvironment(name: string): string | undefined {
  return process.env[name]?.trim() || undefined;
}

/**
 * Throws an Error with one line per problem, each a sentence that names the variable and the fix. Secrets are never
 * quoted in it. Empty variables count as absent. Source: design, section 5.
 */
export function readConfig(env: Environment): Config {
  const given = Object.fromEntries(
    Object.keys(VARIABLES.shape).map((name) => [name, env[name]?.trim() || undefined] as const),
  );
  const read = VARIABLES.safeParse(given);
  const mode = chooseMode(given);
  const problems = [
    ...(read.success ? [] : read.error.issues.map((issue) => issue.message)),
    ...(typeof mode === 'string' ? [mode] : []),
    ...(given.SLACK_BOT_TOKEN && !given.INTAKE_TOKEN ? [MISSING_INTAKE_TOKEN] : []),
  ];
  if (!read.success || typeof mode === 'string' || problems.length > 0) throw new Error(problems.join('\n'));

  const values = read.data;
  if (mode.kind === 'sandbox' && values.PORT === values.SANDBOX_PORT && values.PORT !== 0) {
    throw new Error(`SANDBOX_PORT and PORT are both ${values.PORT}: give the sandbox another port.`);
  }
  return {
    slack: mode.kind === 'sandbox' ? { ...mode, port: values.SANDBOX_PORT } : { ...mode, apiUrl: values.SLACK_API_URL },
    databaseUrl: values.DATABASE_URL,
    dataDir: values.DATA_DIR,
    alertsChannel: values.ALERTS_CHANNEL,
    intakeToken: values.INTAKE_TOKEN,
    secretKey: values.SECRET_KEY,
    host: values.HOST,
    port: values.PORT,
    publicUrl: values.PUBLIC_URL,
    logLevel: values.LOG_LEVEL,
    settingsFile: values.FIREBREAK_CONFIG,
  };
}

type Mode =
  | { kind: 'sandbox' }
  | { kind: 'http'; botToken: string; signingSecret: string }
  | { kind: 'socket'; botToken: string; appToken: string };

/** The mode that the three Slack secrets stand for, or the sentence that says why they stand for none. */
function chooseMode(given: Environment): Mode | string {
  const { SLACK_BOT_TOKEN: botToken, SLACK_SIGNING_SECRET: signingSecret, SLACK_APP_TOKEN: appToken } = given;
  if (!botToken) {
    const alone = signingSecret ? 'SLACK_SIGNING_SECRET' : appToken ? 'SLACK_APP_TOKEN' : null;
    if (!alone) return { kind: 'sandbox' };
    return `SLACK_BOT_TOKEN is missing though ${alone} is set: add it, or remove ${alone} to start the sandbox.`;
  }
  if (signingSecret && appToken) {
    return (
      'SLACK_SIGNING_SECRET and SLACK_APP_TOKEN are both set: ' +
      'keep the first for HTTP mode or the second for Socket Mode, and remove the other.'
    );
  }
  if (signingSecret) return { kind: 'http', botToken, signingSecret };
  if (appToken) return { kind: 'socket', botToken, appToken };
  return (
    'SLACK_SIGNING_SECRET and SLACK_APP_TOKEN are both missing: ' +
    'set the first for HTTP mode or the second for Socket Mode.'
  );
}

// --- The variables -----------------------------------------------------------------------------------------------

const MISSING_INTAKE_TOKEN =
  'INTAKE_TOKEN is missing: set a random text of 16 characters or more, for instance from "openssl rand -hex 24".';

const VARIABLES = z.object({
  SLACK_BOT_TOKEN: matching(
    /^xoxb-\S+$/,
    'SLACK_BOT_TOKEN must start with "xoxb-": copy the Bot User OAuth Token from OAuth & Permissions in your app.',
  ).optional(),
  SLACK_SIGNING_SECRET: matching(
    /^[\w-]{8,}$/,
    'SLACK_SIGNING_SECRET is no signing secret: copy it from Basic Information in your Slack app.',
  ).optional(),
  SLACK_APP_TOKEN: matching(
    /^xapp-\S+$/,
    'SLACK_APP_TOKEN must start with "xapp-": make an app-level token with connections:write in Basic Information.',
  ).optional(),
  SLACK_API_URL: z
    .string()
    .refine(isWebAddress, { error: quoting('SLACK_API_URL', 'give an http or https URL, or leave it out') })
    .transform((url) => `${url.replace(/\/+$/, '')}/`)
    .optional(),
  DATABASE_URL: matching(
    /^postgres(ql)?:\/\/\S+$/,
    'DATABASE_URL must start with "postgres://" or "postgresql://"; leave it out for the embedded database.',
  ).optional(),
  DATA_DIR: z.string().default('./.firebreak'),
  ALERTS_CHANNEL: matching(
    /^[CG][A-Z\d]{2,}$/,
    quoting('ALERTS_CHANNEL', "give the channel's id (C… or G…), which stands at the end of its About tab"),
  ).optional(),
  INTAKE_TOKEN: matching(
    /^[\x21-\x7e]{16,}$/,
    'INTAKE_TOKEN is too weak: give 16 characters or more, without spaces, for instance from "openssl rand -hex 24".',
  ).optional(),
  SECRET_KEY: z
    .string()
    .refine((text) => keyOf(text) !== undefined, {
      error: 'SECRET_KEY must be 32 bytes as base64 or hex, for instance from "openssl rand -base64 32".',
    })
    .transform(keyOf)
    .optional(),
  HOST: matching(
    /^[\w.:-]+$/,
    quoting('HOST', 'give an address of this machine, for instance 127.0.0.1, or 0.0.0.0 for all'),
  ).default('127.0.0.1'),
  PORT: port('PORT').default(3000),
  PUBLIC_URL: z
    .string()
    .refine(isWebAddress, {
      error: quoting('PUBLIC_URL', 'give the http or https URL that senders reach, or leave it out'),
    })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  SANDBOX_PORT: port('SANDBOX_PORT').default(3030),
  LOG_LEVEL: z
    .string()
    .toLowerCase()
    .pipe(z.enum(LOG_LEVELS, { error: quoting('LOG_LEVEL', 'give debug, info, warn or error') }))
    .default('info'),
  FIREBREAK_CONFIG: z.string().optional(),
});

type Sentence = string | ((issue: { input?: unknown }) => string);

function matching(pattern: RegExp, error: Sentence) {
  return z.string().regex(pattern, { error });
}

function port(name: string) {
  const fix = 'give a whole number from 0 to 65535, where 0 takes any free port';
  return matching(/^\d{1,5}$/, quoting(name, fix))
    .transform(Number)
    .pipe(z.number().max(65_535, { error: quoting(name, fix) }));
}

/** `PORT is "abc": give …`. Only for what is no secret. */
function quoting(name: string, fix: string): Sentence {
  return ({ input }) => `${name} is "${String(input)}": ${fix}.`;
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** 32 bytes from hex, base64 or base64url. */
function keyOf(text: string): Buffer | undefined {
  if (/^[\da-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  return /^[\w+/-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : undefined;
}
