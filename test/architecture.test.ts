import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { breaches, circles, type SourceFile } from './architecture.ts';

function house(): SourceFile[] {
  const paths = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.[cm]?[jt]sx?$/.test(path),
  );
  return paths.map((path) => ({ path: `src/${path}`, source: readFileSync(`src/${path}`, 'utf8') }));
}

test('every file keeps the rules of the house', () => {
  const files = house();
  expect(files.map(({ path }) => path)).toContain('src/words/decision.ts');
  expect(breaches(files)).toEqual([]);
});

test('no folder holds more than 25 files, and the words are read in a few minutes', () => {
  const folders = new Map<string, number>();
  for (const { path } of house()) folders.set(posix.dirname(path), (folders.get(posix.dirname(path)) ?? 0) + 1);
  expect([...folders].filter(([, files]) => files > 25)).toEqual([]);
  const words = house().filter(({ path }) => path.startsWith('src/words/'));
  expect(words.reduce((lines, { source }) => lines + source.trim().split('\n').length, 0)).toBeLessThan(250);
});

test('no import leads back to where it came from', () => {
  expect(circles(house())).toEqual([]);
  const planted = [
    { path: 'src/act/a.ts', source: `import { b } from './b.ts'` },
    { path: 'src/act/b.ts', source: `import type { C } from '../alert/c.ts'` },
    { path: 'src/alert/c.ts', source: `export { a } from '../act/a.ts'` },
    { path: 'src/alert/d.ts', source: `import { a } from '../act/a.ts'` },
  ];
  expect(circles(planted)).toEqual([['src/act/a.ts', 'src/act/b.ts', 'src/alert/c.ts']]);
});

/** Where it is planted, what is planted, what is said. */
const PLANTED = [
  // Who may import whom.
  ['src/words/time.ts', `import { hear } from '../alert/story/rule.ts'`, 'may not import alert/story: rule'],
  [
    'src/alert/story/rule.ts',
    `import { judge } from '../../assess/merge/rule.ts'`,
    'may not look ahead to assess/merge',
  ],
  ['src/alert/story/rule.ts', `import type { Judgement } from '../../assess/merge/words.ts'`, 'may not look ahead to'],
  ['src/assess/merge/rule.ts', `export { escalate } from '../../act/open/rule.ts'`, 'may not look ahead to act/open'],
  [
    'src/act/open/words.ts',
    `type Week = import('../../learn/suggestions/rule.ts').Week`,
    'may not look ahead to learn/suggestions',
  ],
  ['src/act/open/rule.ts', `import { alerts } from '../../db/connect.ts'`, 'may not import db'],
  ['src/act/open/rule.ts', `import { alerts } from './store.ts'`, 'may not import act/open: store'],
  ['src/act/open/rule.ts', `import { card } from '../../alert/card/view.ts'`, 'may not import alert/card: view'],
  ['src/act/open/steps.ts', `import { card } from '../../alert/card/store.ts'`, 'may not import alert/card: store'],
  ['src/learn/suggestions/rule.ts', `import { say } from '../../slack/api.ts'`, 'may not import slack'],
  ['src/learn/suggestions/rule.ts', `import { readConfig } from '../../config.ts'`, 'may not import config.ts'],
  ['src/alert/card/view.ts', `import { escalate } from '../../slack/app.ts'`, 'may not import slack'],
  ['src/alert/card/view.ts', `import { findAlert } from './store.ts'`, 'may not import alert/card: store'],
  ['src/alert/card/store.ts', `import { card } from './view.ts'`, 'may not import alert/card: view'],
  ['src/alert/card/store.ts', `import { claim } from '../../delivery/claim.ts'`, 'may not import delivery'],
  ['src/act/note/slack.ts', `import { listen } from '../update/slack.ts'`, 'may not import act/update: slack'],
  ['src/act/note/slack.ts', `import { board } from '../room/view.ts'`, 'may not import act/room: view'],
  ['src/act/note/deliver.ts', `import { post } from '../room/deliver-post.ts'`, 'may not import act/room: deliver'],
  ['src/act/note/note.ts', `import { listen } from '../update/slack.ts'`, 'may not import act/update: slack'],
  ['src/act/note/slack.ts', `import { groupCommit } from '../../source/group-commit.ts'`, 'may not import source'],
  ['src/source/feed/rss.ts', `import { listen } from '../../act/open/slack.ts'`, 'may not import act/open: slack'],
  ['src/db/record.ts', `import { claim } from '../delivery/claim.ts'`, 'may not import delivery'],
  ['src/db/record.ts', `import { alertMarks } from '../clock/marks.ts'`, 'may not import clock: rule'],
  ['src/delivery/claim.ts', `import type { Escalation } from '../act/open/rule.ts'`, 'may not import act/open: rule'],
  ['src/slack/app.ts', `import { listen } from '../act/open/slack.ts'`, 'may not import act/open: slack'],
  ['src/slack/kit/text.ts', `import { name } from '../../act/incident/words.ts'`, 'may not import act/incident: words'],
  ['src/http/readiness.ts', `import { worker } from '../delivery/worker.ts'`, 'may not import delivery'],
  ['src/clock/ticker.ts', `import { say } from '../slack/api.ts'`, 'may not import slack'],
  ['src/sandbox/workspace.ts', `import type { Severity } from '../words/severity.ts'`, 'may not import words'],
  ['src/main.ts', `import about from '../package.json'`, 'imports from outside src'],

  // Packages.
  ['src/words/time.ts', `import { z } from 'zod'`, 'may not import zod'],
  ['src/alert/story/rule.ts', `import normalizeUrl from 'normalize-url'`, 'may not import normalize-url'],
  ['src/act/open/rule.ts', `import type { KnownBlock } from '@slack/types'`, 'may not import @slack/types'],
  ['src/alert/card/view.ts', `import { x } from '@slack/types'`, 'may import only types of @slack/types'],
  ['src/alert/card/view.ts', `import type { App } from '@slack/bolt'`, 'may not import @slack/bolt'],
  ['src/alert/card/store.ts', `import type { App } from '@slack/bolt'`, 'may not import @slack/bolt'],
  ['src/slack/app.ts', `import { pino } from 'pino'`, 'may import only types of pino'],
  ['src/source/feed/rss.ts', `const bolt = await import('@slack/bolt')`, 'may not import @slack/bolt'],
  ['src/source/feed/rss.ts', `const bolt = require('@slack/bolt')`, 'may not import @slack/bolt'],
  ['src/source/feed/rss.ts', `const bolt = await import(name)`, 'imports something computed'],
  ['src/alert/story/rule.ts', `import { createHash } from 'node:crypto'`, 'may not import node:crypto'],

  // Purity: of rules, words and views, and of whatever else stands in a capability without a layer's name.
  ['src/alert/story/rule.ts', `export async function hear() {}`, 'holds async'],
  ['src/alert/story/minhash.ts', `const hear = async () => 1`, 'holds async'],
  ['src/assess/merge/rule.ts', `await judged`, 'holds await'],
  ['src/assess/merge/words.ts', `function judge(): Promise<void> {}`, 'reaches for async: Promise'],
  ['src/act/open/rule.ts', `const at = new Date()`, 'reads the clock'],
  ['src/act/open/rule.ts', `const at = Date()`, 'reads the clock'],
  ['src/act/open/rule.ts', `const at = Date.now()`, 'reads the clock'],
  ['src/act/open/rule.ts', `const at = Date['now']()`, 'reads the clock'],
  ['src/act/open/rule.ts', `const { now } = Date`, 'reads the clock'],
  ['src/act/open/rule.ts', `const at = performance.now()`, 'reaches for clock: performance'],
  ['src/clock/marks.ts', `setTimeout(page, 10)`, 'reaches for clock: setTimeout'],
  ['src/learn/suggestions/rule.ts', `const pick = Math.random()`, 'holds randomness'],
  ['src/learn/suggestions/rule.ts', `const { random } = Math`, 'holds randomness'],
  ['src/learn/suggestions/rule.ts', `const id = crypto.randomUUID()`, 'reaches for randomness: crypto'],
  ['src/home/view.ts', `const page = fetch('https://example.com')`, 'reaches for network: fetch'],
  ['src/home/view.ts', `const zone = process.env.TZ`, 'reaches for environment: process'],
  ['src/words/time.ts', `export const now = () => new Date()`, 'reads the clock'],

  // The environment.
  ['src/main.ts', `const port = process.env.PORT`, 'reads process.env'],
  ['src/main.ts', `const port = globalThis.process.env['PORT']`, 'reads process.env'],
  ['src/slack/app.ts', `const { env } = process`, 'reads process.env'],
  ['src/sandbox/workspace.ts', `import { env } from 'node:process'`, 'reads process.env'],

  // Layers and rooms that never hear of Slack.
  ['src/db/record.ts', `import type { Block } from '@slack/types'`, 'may not import @slack/types'],
  ['src/alert/card/store.ts', `const slackChannel = 1`, 'never hears of Slack: slackChannel'],
  ['src/delivery/claim.ts', `interface Lane { toSlack: boolean }`, 'never hears of Slack: toSlack'],
  ['src/delivery/claim.ts', `import { say } from '../db/slack-posts.ts'`, 'never hears of Slack: ../db/slack-posts.ts'],
  ['src/db/slack-posts.ts', ``, 'never hears of Slack'],

  // Files and their names.
  ['src/pager/ring.ts', ``, 'pager is no room of the table'],
  ['src/pager.ts', ``, 'pager.ts is no room of the table'],
  ['src/act/escalate.ts', ``, 'act is no room of the table'],
  ['src/act/note/index.ts', ``, 'a barrel'],
  ['src/act/note/rule.ts', `export * from '../update/rule.ts'`, 'a barrel'],
  ['src/act/note/utils.ts', ``, 'its name says nothing'],
  ['src/slack/helpers/say.ts', ``, 'its name says nothing'],
  ['src/db/common.ts', ``, 'its name says nothing'],
  ['src/db/misc.ts', ``, 'its name says nothing'],
  ['src/act/open/rule.ts', `const = `, 'does not parse'],
] as const;

test.each(PLANTED)('in %s, `%s` is caught: %s', (path, source, why) => {
  expect(breaches([{ path, source }])).toContainEqual(expect.stringContaining(why));
});

/** Lines that look like a breach and are none. */
const INNOCENT = [
  [
    'src/act/open/rule.ts',
    `import { hear } from '../../alert/story/rule.ts'; import { allow } from '../../words/decision.ts'`,
  ],
  ['src/act/open/rule.ts', `// await fetch(process.env.URL), new Date(), Math.random()`],
  ['src/act/open/rule.ts', `const text = 'new Date() or Date.now()'`],
  ['src/act/open/rule.ts', `const later = (at: Date) => new Date(at.getTime() + Date.UTC(2026, 1) + Math.max(1, 2))`],
  ['src/act/open/rule.ts', `const steps = { process: 1, fetch: 2 }; steps.process`],
  [
    'src/home/view.ts',
    `import type { HomeView } from '@slack/types'; import { line } from '../alert/response/view.ts'`,
  ],
  [
    'src/alert/card/store.ts',
    `// Slack is only named here.\nimport type { Incident } from '../../act/incident/words.ts'`,
  ],
  [
    'src/alert/card/deliver.ts',
    `import { card } from './view.ts'; import { findIncident } from '../../act/incident/store.ts'`,
  ],
  ['src/act/note/note.ts', `import { addNote } from './rule.ts'; import { listen } from './slack.ts'`],
  ['src/db/connect.ts', `import { drizzle } from 'drizzle-orm/postgres-js'; import { join } from 'node:path'`],
  ['src/slack/app.ts', `import { text } from './kit/text.ts'; import type { Logger } from 'pino'`],
  ['src/config.ts', `export const port = process.env.PORT`],
  ['src/capabilities.ts', `import { note } from './act/note/note.ts'`],
  ['src/sandbox/page/main.tsx', `import { render } from 'preact'; const page = <main>{await load()}</main>`],
  [
    'src/main.ts',
    `import { listen } from './http/server.ts'; import { App } from '@slack/bolt'; const at = new Date()`,
  ],
] as const;

test.each(INNOCENT)('in %s, `%s` is allowed', (path, source) => {
  expect(breaches([{ path, source }])).toEqual([]);
});
