import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig, readConfig } from '../src/config.ts';

const http = {
  SLACK_BOT_TOKEN: 'xoxb-1-abc',
  SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5',
  INTAKE_TOKEN: 'sixteen-letters!',
};
const { SLACK_SIGNING_SECRET: _, ...noWayIn } = http;
const socket = { ...noWayIn, SLACK_APP_TOKEN: 'xapp-1-abc' };

/** The sentences with which it refuses to start. */
function refusals(env: Record<string, string | undefined>): string[] {
  try {
    readConfig(env);
  } catch (error) {
    return (error as Error).message.split('\n');
  }
  return [];
}

test('with nothing set it is the sandbox, on the loopback, with the embedded database', () => {
  expect(readConfig({})).toEqual({
    slack: { kind: 'sandbox', port: 3030 },
    databaseUrl: undefined,
    dataDir: './.firebreak',
    alertsChannel: undefined,
    intakeToken: undefined,
    secretKey: undefined,
    host: '127.0.0.1',
    port: 3000,
    publicUrl: undefined,
    logLevel: 'info',
    settingsFile: undefined,
  });
});

test('everything can be set', () => {
  const config = readConfig({
    ...http,
    DATABASE_URL: 'postgres://firebreak:pw@db/firebreak',
    DATA_DIR: '/data',
    ALERTS_CHANNEL: 'C0123456789',
    HOST: '0.0.0.0',
    PORT: '0',
    PUBLIC_URL: 'https://firebreak.example.com/',
    LOG_LEVEL: 'WARN',
    FIREBREAK_CONFIG: '/etc/firebreak.yml',
  });
  expect(config).toMatchObject({
    databaseUrl: 'postgres://firebreak:pw@db/firebreak',
    dataDir: '/data',
    alertsChannel: 'C0123456789',
    intakeToken: 'sixteen-letters!',
    host: '0.0.0.0',
    port: 0,
    publicUrl: 'https://firebreak.example.com',
    logLevel: 'warn',
    settingsFile: '/etc/firebreak.yml',
  });
});

test('an empty variable counts as absent, and the line end of a mounted secret is no part of it', () => {
  expect(readConfig({ SLACK_BOT_TOKEN: '', PORT: ' ', HOST: '' })).toEqual(readConfig({}));
  expect(readConfig({ ...http, INTAKE_TOKEN: 'sixteen-letters!\n' }).intakeToken).toBe('sixteen-letters!');
});

describe('the mode', () => {
  test('a signing secret is HTTP mode', () => {
    expect(readConfig(http).slack).toEqual({
      kind: 'http',
      botToken: http.SLACK_BOT_TOKEN,
      signingSecret: http.SLACK_SIGNING_SECRET,
      apiUrl: undefined,
    });
  });

  test('an app-level token is Socket Mode', () => {
    expect(readConfig(socket).slack).toMatchObject({ kind: 'socket', appToken: 'xapp-1-abc' });
  });

  test.each(['https://slack.com/api', 'https://slack.com/api/', 'https://slack.com/api//'])(
    'the API at %s is reached with one slash at the end',
    (SLACK_API_URL) => {
      expect(readConfig({ ...http, SLACK_API_URL }).slack).toMatchObject({ apiUrl: 'https://slack.com/api/' });
    },
  );

  test('both ways in are refused: one must be chosen', () => {
    expect(refusals({ ...http, ...socket })).toEqual([
      'SLACK_SIGNING_SECRET and SLACK_APP_TOKEN are both set: keep the first for HTTP mode or the second for ' +
        'Socket Mode, and remove the other.',
    ]);
  });

  test('a bot token without a way in is refused', () => {
    expect(refusals(noWayIn)).toEqual([expect.stringContaining('are both missing: set the first for HTTP mode')]);
  });

  test.each(['SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN'])('%s alone never starts the sandbox by mistake', (name) => {
    expect(refusals({ [name]: 'xapp-1-abcdef' })).toEqual([
      `SLACK_BOT_TOKEN is missing though ${name} is set: add it, or remove ${name} to start the sandbox.`,
    ]);
  });

  test('outside the sandbox nobody may send mentions without a token', () => {
    expect(refusals({ ...http, INTAKE_TOKEN: undefined })).toEqual([
      expect.stringMatching(/^INTAKE_TOKEN is missing: set a random text of 16 characters or more/),
    ]);
  });
});

describe('a wrong value is refused in one sentence with the name of the variable', () => {
  test.each([
    ['SLACK_BOT_TOKEN', 'xoxp-1-abc', 'must start with "xoxb-"'],
    ['SLACK_SIGNING_SECRET', 'a b', 'copy it from Basic Information'],
    ['SLACK_API_URL', 'slack.com/api', 'give an http or https URL'],
    ['SLACK_API_URL', 'ftp://slack.com/api', 'give an http or https URL'],
    ['DATABASE_URL', 'mysql://root:hunter22@db/x', 'must start with "postgres://" or "postgresql://"'],
    ['ALERTS_CHANNEL', '#social-alerts', 'is "#social-alerts": give the channel\'s id'],
    ['INTAKE_TOKEN', 'fifteen-letters', '16 characters or more'],
    ['INTAKE_TOKEN', 'a token that holds spaces', 'without spaces'],
    ['SECRET_KEY', 'hunter2hunter2', '32 bytes as base64 or hex'],
    ['HOST', 'http://localhost', 'give an address of this machine'],
    ['PORT', '65536', 'is "65536": give a whole number from 0 to 65535'],
    ['PORT', '0x50', 'a whole number'],
    ['PORT', '-1', 'a whole number'],
    ['PUBLIC_URL', 'firebreak.example.com', 'give the http or https URL'],
    ['SANDBOX_PORT', 'abc', 'is "abc"'],
    ['LOG_LEVEL', 'verbose', 'is "verbose": give debug, info, warn or error'],
  ])('%s=%s', (name, value, fix) => {
    const [sentence, ...others] = refusals({ ...http, [name]: value });
    expect(others).toEqual([]);
    expect(sentence).toMatch(new RegExp(`^${name} .*\\.$`));
    expect(sentence).toContain(fix);
  });

  test('an app-level token of the wrong kind', () => {
    expect(refusals({ ...socket, SLACK_APP_TOKEN: 'xoxb-1' })).toEqual([expect.stringContaining('start with "xapp-"')]);
  });

  test('the sandbox and Firebreak cannot share a port', () => {
    expect(refusals({ SANDBOX_PORT: '3000' })).toEqual([
      expect.stringContaining('SANDBOX_PORT and PORT are both 3000'),
    ]);
    expect(refusals({ SANDBOX_PORT: '0', PORT: '0' })).toEqual([]);
  });
});

test('several problems are told at once, a line each', () => {
  expect(refusals({ SLACK_BOT_TOKEN: 'abc', PORT: 'x' }).map((line) => line.split(' ', 1)[0])).toEqual([
    'SLACK_BOT_TOKEN',
    'PORT',
    'SLACK_SIGNING_SECRET',
    'INTAKE_TOKEN',
  ]);
});

test('no secret is ever quoted', () => {
  const said = refusals({
    SLACK_BOT_TOKEN: 'hunter2-a',
    SLACK_SIGNING_SECRET: 'hunter2 b',
    SLACK_APP_TOKEN: 'hunter2-c',
    DATABASE_URL: 'hunter2-d',
    INTAKE_TOKEN: 'hunter2-e',
    SECRET_KEY: 'hunter2-f',
  });
  expect(said).toHaveLength(7);
  expect(said.join('\n')).not.toContain('hunter2');
});

test.each(['hex', 'base64', 'base64url'] as const)('a secret key may be given as %s', (encoding) => {
  const key = Buffer.from(Array.from({ length: 32 }, (_, i) => 255 - i));
  expect(readConfig({ SECRET_KEY: key.toString(encoding) }).secretKey).toEqual(key);
});

test('the environment wins over .env', () => {
  const folder = mkdtempSync(join(tmpdir(), 'firebreak-env-'));
  writeFileSync(join(folder, '.env'), 'PORT=4001\nSANDBOX_PORT=4002\n');
  const [before, env] = [process.cwd(), { ...process.env }];
  try {
    process.chdir(folder);
    process.env.PORT = '4003';
    expect(loadConfig()).toMatchObject({ port: 4003, slack: { port: 4002 } });
  } finally {
    process.chdir(before);
    process.env = env;
  }
});
