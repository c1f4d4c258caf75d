/** Start, say where, stop. No rules. */
import { fromEnvironment, loadConfig } from './config.ts';
import { makeLog } from './log.ts';
import { readSettings } from './settings.ts';
import { start } from './start.ts';

/** Deliveries in hand get this long to finish. Milliseconds. */
const STOP_WITHIN = 15_000;

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
  const running = await start(config, settings, log);

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
  process.on('unhandledRejection', (error) => {
    log.error({ err: error }, 'something failed that nobody waited for, for instance the connection to Slack');
    stop('to be started again', 1);
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

main().catch((error: unknown) => {
  process.stderr.write(`Firebreak cannot start.\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
