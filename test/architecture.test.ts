import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { breaches, type SourceFile } from './architecture.ts';

function house(): SourceFile[] {
  const paths = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.[cm]?[jt]sx?$/.test(path),
  );
  return paths.map((path) => ({ path: `src/${path}`, source: readFileSync(`src/${path}`, 'utf8') }));
}

test('every file keeps the rules of the house', () => {
  const files = house();
  expect(files.map(({ path }) => path)).toContain('src/words.ts');
  expect(breaches(files)).toEqual([]);
});

/** Where it is planted, what is planted, what is said. */
const PLANTED = [
  // Who may import whom.
  ['src/words.ts', `import { hear } from './alert/hear.ts'`, 'may not import alert/'],
  ['src/alert/hear.ts', `import { judge } from '../assess/judge.ts'`, 'may not import assess/'],
  ['src/alert/hear.ts', `import type { Judgement } from '../assess/judge.ts'`, 'may not import assess/'],
  ['src/assess/judge.ts', `export { escalate } from '../act/escalate.ts'`, 'may not import act/'],
  ['src/act/escalate.ts', `type Review = import('../learn/review.ts').Review`, 'may not import learn/'],
  ['src/act/escalate.ts', `import { alerts } from '../db/alerts.ts'`, 'may not import db/'],
  ['src/act/escalate.ts', `import { card } from '../slack/views/alert-card.ts'`, 'may not import slack/views/'],
  ['src/learn/review.ts', `import { say } from '../slack/say.ts'`, 'may not import slack/'],
  ['src/learn/review.ts', `import { readConfig } from '../config.ts'`, 'may not import config.ts'],
  ['src/slack/views/alert-card.ts', `import { act } from '../act.ts'`, 'may not import slack/'],
  ['src/intake/rss.ts', `import { escalate } from '../act/escalate.ts'`, 'may not import act/'],
  ['src/db/alerts.ts', `import { claim } from '../delivery/claim.ts'`, 'may not import delivery/'],
  ['src/delivery/claim.ts', `import type { Escalation } from '../act/escalate.ts'`, 'may not import act/'],
  ['src/slack/act.ts', `import { groupCommit } from '../intake/group-commit.ts'`, 'may not import intake/'],
  ['src/ticker.ts', `import { say } from './slack/say.ts'`, 'may not import slack/'],
  ['src/sandbox/workspace.ts', `import type { Alert } from '../words.ts'`, 'may not import words.ts'],
  ['src/main.ts', `import about from '../package.json'`, 'imports from outside src'],

  // Packages.
  ['src/words.ts', `import { z } from 'zod'`, 'may not import zod'],
  ['src/alert/hear.ts', `import normalizeUrl from 'normalize-url'`, 'may not import normalize-url'],
  ['src/act/escalate.ts', `import type { KnownBlock } from '@slack/types'`, 'may not import @slack/types'],
  ['src/slack/views/alert-card.ts', `import { x } from '@slack/types'`, 'may import only types of @slack/types'],
  ['src/slack/views/alert-card.ts', `import type { App } from '@slack/bolt'`, 'may not import @slack/bolt'],
  ['src/slack/act.ts', `import { pino } from 'pino'`, 'may import only types of pino'],
  ['src/intake/rss.ts', `const bolt = await import('@slack/bolt')`, 'may not import @slack/bolt'],
  ['src/intake/rss.ts', `const bolt = require('@slack/bolt')`, 'may not import @slack/bolt'],
  ['src/intake/rss.ts', `const bolt = await import(name)`, 'imports something computed'],
  ['src/alert/hear.ts', `import { createHash } from 'node:crypto'`, 'may not import node:crypto'],

  // Purity.
  ['src/alert/hear.ts', `export async function hear() {}`, 'holds async'],
  ['src/alert/hear.ts', `const hear = async () => 1`, 'holds async'],
  ['src/assess/judge.ts', `await judged`, 'holds await'],
  ['src/assess/judge.ts', `function judge(): Promise<void> {}`, 'reaches for async: Promise'],
  ['src/act/escalate.ts', `const at = new Date()`, 'reads the clock'],
  ['src/act/escalate.ts', `const at = Date()`, 'reads the clock'],
  ['src/act/escalate.ts', `const at = Date.now()`, 'reads the clock'],
  ['src/act/escalate.ts', `const at = Date['now']()`, 'reads the clock'],
  ['src/act/escalate.ts', `const { now } = Date`, 'reads the clock'],
  ['src/act/escalate.ts', `const at = performance.now()`, 'reaches for clock: performance'],
  ['src/act/escalate.ts', `setTimeout(page, 10)`, 'reaches for clock: setTimeout'],
  ['src/learn/drill.ts', `const pick = Math.random()`, 'holds randomness'],
  ['src/learn/drill.ts', `const { random } = Math`, 'holds randomness'],
  ['src/learn/drill.ts', `const id = crypto.randomUUID()`, 'reaches for randomness: crypto'],
  ['src/slack/views/home.ts', `const page = fetch('https://example.com')`, 'reaches for network: fetch'],
  ['src/slack/views/home.ts', `const zone = process.env.TZ`, 'reaches for environment: process'],
  ['src/words.ts', `export const now = () => new Date()`, 'reads the clock'],

  // The environment.
  ['src/main.ts', `const port = process.env.PORT`, 'reads process.env'],
  ['src/main.ts', `const port = globalThis.process.env['PORT']`, 'reads process.env'],
  ['src/slack/act.ts', `const { env } = process`, 'reads process.env'],
  ['src/sandbox/workspace.ts', `import { env } from 'node:process'`, 'reads process.env'],

  // Rooms that never hear of Slack.
  ['src/db/alerts.ts', `import type { Block } from '@slack/types'`, 'may not import @slack/types'],
  ['src/db/alerts.ts', `const slackChannel = 1`, 'never hears of Slack: slackChannel'],
  ['src/delivery/claim.ts', `interface Lane { toSlack: boolean }`, 'never hears of Slack: toSlack'],
  ['src/delivery/claim.ts', `import { say } from '../db/slack-posts.ts'`, 'never hears of Slack: ../db/slack-posts.ts'],
  ['src/db/slack-posts.ts', ``, 'never hears of Slack'],

  // Files and their names.
  ['src/pager/ring.ts', ``, 'pager/ is no room of the table'],
  ['src/pager.ts', ``, 'pager.ts is no room of the table'],
  ['src/act/index.ts', ``, 'a barrel'],
  ['src/act/verbs.ts', `export * from './escalate.ts'`, 'a barrel'],
  ['src/act/utils.ts', ``, 'its name says nothing'],
  ['src/slack/helpers/say.ts', ``, 'its name says nothing'],
  ['src/db/common.ts', ``, 'its name says nothing'],
  ['src/db/misc.ts', ``, 'its name says nothing'],
  ['src/act/escalate.ts', `const = `, 'does not parse'],
] as const;

test.each(PLANTED)('in %s, `%s` is caught: %s', (path, source, why) => {
  expect(breaches([{ path, source }])).toContainEqual(expect.stringContaining(why));
});

/** Lines that look like a breach and are none. */
const INNOCENT = [
  ['src/act/escalate.ts', `import { hear } from '../alert/hear.ts'; import { allow } from '../words.ts'`],
  ['src/act/escalate.ts', `// await fetch(process.env.URL), new Date(), Math.random()`],
  ['src/act/escalate.ts', `const text = 'new Date() or Date.now()'`],
  ['src/act/escalate.ts', `const later = (at: Date) => new Date(at.getTime() + Date.UTC(2026, 1) + Math.max(1, 2))`],
  ['src/act/escalate.ts', `const steps = { process: 1, fetch: 2 }; steps.process`],
  ['src/slack/views/home.ts', `import type { HomeView } from '@slack/types'; import { card } from './alert-card.ts'`],
  ['src/db/alerts.ts', `// Slack is only named here.\nimport type { Escalation } from '../act/escalate.ts'`],
  ['src/db/connect.ts', `import { drizzle } from 'drizzle-orm/postgres-js'; import { join } from 'node:path'`],
  ['src/slack/act.ts', `import { card } from './views/alert-card.ts'; import type { Logger } from 'pino'`],
  ['src/config.ts', `export const port = process.env.PORT`],
  ['src/sandbox/page/main.tsx', `import { render } from 'preact'; const page = <main>{await load()}</main>`],
  [
    'src/main.ts',
    `import { listen } from './http-server.ts'; import { App } from '@slack/bolt'; const at = new Date()`,
  ],
] as const;

test.each(INNOCENT)('in %s, `%s` is allowed', (path, source) => {
  expect(breaches([{ path, source }])).toEqual([]);
});
