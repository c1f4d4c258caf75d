/** Start, say where, stop. No rules. */
import { hostname, uptime } from 'node:os';
import type { Logger } from 'pino';
import { jumpInWords, steadyClock } from './clock/steady-clock.ts';
import { type Config, fromEnvironment, loadConfig } from './config.ts';
import { isLateWrite } from './db/away.ts';
import { makeLog } from './log.ts';

import { readSettings } from './policy/settings.ts';
import { isOfSlack } from './slack/connect.ts';
import { type Running, start } from './start.ts';
import { oweAlarm } from './trouble/store-alarm.ts';

/** Deliveries in hand get this long to finish. Milliseconds. */
const STOP_WITHIN = 15_000;
/** After a moment in which the database was away. Milliseconds. */
const TELL_AGAIN = 10_000;

async function main(): Promise<void> {
  const config = loadConfig();
  const settings = readSettings(config.settingsFile, fromEnvironment);
  const { slack } = config;
  const secrets = [
    ...(slack.kind === 'http' ? [slack.botToken, slack.signingSecret] : []),
    ...(slack.kind === 'socket' ? [slack.botToken, slack.appToken] : []),
    config.intakeToken,
    config.databaseUrl,
    // Which of them are secrets is for their kinds to say; all that are long enough to be one are kept out.
    ...settings.sources.flatMap(({ values }) => Object.values(values)).filter((value) => value.length >= 16),
  ];
  const log = makeLog(config.logLevel, { secrets });
  const clock = steadyClock({ wall: Date.now, steady: () => performance.now(), uptime });
  const running = await start(config, settings, log, clock.now);
  clock.onJump((jump) => {
    const text = jumpInWords(jump, hostname());
    log.warn({ by: jump.by }, text);
    // Other replicas on this machine have seen the same.
    const moved = [jump.by, jump.apart].map((ms) => Math.round(ms / 1_000)).join('/');
    const once = `clock/${hostname()}/${jump.at.toISOString().slice(0, 16)}/${moved}`;
    const tell = () => {
      oweAlarm(running.db, jump.at, text, once).catch(() => setTimeout(tell, TELL_AGAIN).unref());
    };
    tell();
  });

  let isStopping = false;
  const stop = (signal: string, code = 0) => {
    if (isStopping) return;
    isStopping = true;
    log.info({}, `stopping (${signal})`);
    setTimeout(() => process.exit(1), STOP_WITHIN).unref();
    running.stop().then(
      () => process.exit(code),
      (error) => {
        log.error({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  const giveUp = (error: unknown) => {
    log.error({ err: error }, 'something failed that nobody waited for');
    stop('to be started again', 1);
  };
  process.on('SIGHUP', () => {
    void readAgain(config, running, log);
  });
  process.on('unhandledRejection', (error) => {
    // Whatever Slack does, intake and clocks go on; what it is needed for is tried again elsewhere.
    if (isOfSlack(error)) log.warn({ err: error }, 'something between us and Slack failed');
    else giveUp(error);
  });
  process.on('uncaughtException', (error) => {
    if (isLateWrite(error)) log.warn({ err: error }, 'a connection to the database closed in the middle of a question');
    else giveUp(error);
  });

  if (!config.databaseUrl) {
    log.info(
      {},
      `embedded database in ${config.dataDir}: for trying out and one small team; survives kill, not a power cut`,
    );
  }
  log.info({}, `Firebreak listens at ${running.url}`);
  if (running.sandbox) {
    // Said to the person at the terminal, not to the log: the token is meant for their eyes.
    process.stdout.write(
      `\n  Firebreak is ready. Open ${running.sandbox.url}\n` +
        `  Press "Send a bad day" there, or send a mention yourself:\n\n` +
        `  curl -H 'Authorization: Bearer ${running.intakeToken}' -H 'Content-Type: application/json' \\\n` +
        `    -d '{"text":"Nine hours stuck at the gate.","url":"https://x.com/i/status/1"}' ${running.url}/intake/generic\n\n`,
    );
  }
}

/** The settings file was changed. One with a mistake changes nothing. */
async function readAgain(
  { settingsFile }: Config,
  running: Running,
  log: Pick<Logger, 'info' | 'error'>,
): Promise<void> {
  try {
    await running.apply(readSettings(settingsFile, fromEnvironment));
    log.info(
      {},
      'the settings file was read again: policy and admins are those of the file now; brand, alertsChannel and sources at the next start',
    );
  } catch (error) {
    log.error({}, `${error instanceof Error ? error.message : error}\nThe settings stay as they were.`);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`Firebreak cannot start.\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
