import { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/pglite';
import { describe, expect, test } from 'vitest';
import { type LogOptions, makeLog } from '../src/log.ts';

/** A log, and what it wrote. */
function written(options: Omit<LogOptions, 'to'> = {}) {
  const lines: string[] = [];
  const log = makeLog('info', { ...options, to: { write: (line: string) => void lines.push(line) } });
  return { log, text: () => lines.join(''), last: () => JSON.parse(lines.at(-1) ?? 'null') };
}

test('a line is JSON with a level and a time that people can read', () => {
  const { log, last } = written();
  log.info({ incident: 42 }, 'a room was opened');
  expect(last()).toMatchObject({ level: 'info', incident: 42, msg: 'a room was opened' });
  expect(last().time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
});

test('what is below the level is not written', () => {
  const { log, text } = written();
  log.debug('details');
  expect(text()).toBe('');
});

describe('secrets', () => {
  const hunter = 'hunter2-hunter2';

  test.each([
    { botToken: hunter },
    { request: { headers: { authorization: hunter, cookie: `d=${hunter}` } } },
    { a: { b: [{ SLACK_SIGNING_SECRET: `a "quoted" ${hunter}` }] } },
    { secretKey: hunter, password: hunter, api_key: hunter },
    { said: `xoxb-1-${hunter} and xoxp-2-${hunter} and xapp-1-${hunter} and xoxe.xoxp-1-${hunter}` },
    { header: `Bearer ${hunter}` },
    { url: `postgres://firebreak:${hunter}@db:5432/firebreak` },
    { url: `postgresql://firebreak:p@ss"w/${hunter}@db:5432/firebreak` },
    { url: `see http://a/?to=postgres://u:p@${hunter}@db/x` },
    { answerAt: `https://hooks.slack.com/actions/T1/2/${hunter}` },
    { connectTo: `wss://wss.slack.com/link/?ticket=${hunter}&app_id=1` },
    { text: `token=xoxb-1-${hunter}&channel=C1` },
  ])('are taken out of %j', (fields) => {
    const { log, text, last } = written();
    log.info(fields, 'a call');
    expect(last().msg).toBe('a call');
    expect(text()).not.toContain('hunter2');
  });

  test('are taken out of messages, and of what a child of the log always says', () => {
    const { log, text } = written();
    log
      .child({ token: hunter, note: `xoxb-${hunter}` })
      .warn(`connecting to postgres://u:${hunter}@db/x with %s`, `Bearer ${hunter}`);
    expect(text()).not.toContain('hunter2');
    expect(text()).toContain('postgres://u:[redacted]@db/x');
  });

  test('are taken out of errors: message, stack, fields and causes', () => {
    const { log, text, last } = written();
    const cause = Object.assign(new Error(`cannot reach postgres://u:${hunter}@db/x`), { code: 'ECONNREFUSED' });
    const error = Object.assign(new Error(`invalid_auth for xoxb-1-${hunter}`, { cause }), {
      data: { headers: { Authorization: `Bearer ${hunter}` } },
    });
    log.error({ err: error }, 'a call failed');
    log.error(error);
    log.error({ failure: error }, 'under another name');
    expect(text()).not.toContain('hunter2');
    expect(last().failure).toMatchObject({
      type: 'Error',
      message: 'invalid_auth for [redacted]',
      cause: { message: 'cannot reach postgres://u:[redacted]@db/x', code: 'ECONNREFUSED' },
    });
    expect(last().failure.stack).toContain('log.test.ts');
  });

  test('that look like nothing are taken out when they are named', () => {
    const { log, text } = written({ secrets: [`8f74"${hunter}`, undefined, 'short'] });
    log.info({ a: [`got 8f74"${hunter} short`] }, 'a signature');
    expect(text()).not.toContain('hunter2');
    expect(text()).toContain('short');
  });

  test('are taken out of a query that a text took over, wherever its parameters begin', () => {
    const { log, text, last } = written();
    const said = `Failed query: select "a\\nparams: b" and Failed query: select $1\nparams: ${hunter}`;
    log.warn({ said, more: 'more' }, said);
    expect(text()).not.toContain('hunter2');
    expect(last()).toMatchObject({
      more: 'more',
      said: expect.stringMatching(/^Failed query: select "a\\nparams: b"/),
    });
  });

  test('leave the words around them alone', () => {
    const { log, last } = written();
    log.info({ tokens: 3, url: 'https://example.com/a:b?page=2', why: 'the bearer of bad news' }, 'a xoxox');
    expect(last()).toMatchObject({ tokens: 3, url: 'https://example.com/a:b?page=2', why: 'the bearer of bad news' });
    expect(last().msg).toBe('a xoxox');
  });
});

test('a failed query is logged without what people wrote', async () => {
  const db = drizzle(new PGlite());
  const wrote = 'what a person wrote,\n    at "length"';
  const error = await db.execute(sql`select ${wrote}::text, 1 / ${0}::int`).catch((failed: unknown) => failed);
  expect(String(error)).toContain('what a person wrote');
  const { log, text, last } = written();
  log.error(error);
  log.error({ err: error, why: `could not save: ${error instanceof Error ? error.message : ''}` }, 'a save failed');
  expect(text()).not.toContain('what a person wrote');
  expect(last().err).toMatchObject({
    message: 'Failed query: select $1::text, 1 / $2::int',
    query: 'select $1::text, 1 / $2::int',
    cause: { message: 'division by zero', code: '22012' },
  });
  expect(last().err.stack).toContain('log.test.ts');
  await db.$client.close();
});

test('a line of sixteen megabytes is cut between words, and whoever logs it does not fall over', () => {
  const { log, text, last } = written();
  const long = `${'word '.repeat(399)}postgres://u:hunter2-hunter2@db ${'x'.repeat(16_000_000)}`;
  log.warn({ long, list: [{ long }], n: 1 }, 'too much');
  expect(text().length).toBeLessThan(10_000);
  expect(text()).not.toContain('hunter2');
  expect(last()).toMatchObject({ level: 'warn', msg: 'too much', n: 1, long: expect.stringMatching(/ …$/) });
  log.warn({ many: Array(100_000).fill('a word') }, 'too many');
  expect(last()).toMatchObject({
    level: 'warn',
    msg: expect.stringMatching(/^a line of \d+ characters was left out$/),
  });
});

test('an error that causes itself is written all the same', () => {
  const { log, last } = written();
  const error = new Error('round and round');
  error.cause = error;
  log.error(error);
  expect(last().err.cause.cause.message).toBe('round and round');
});
