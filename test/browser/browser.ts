/** A real browser on the real program, as a newcomer has it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

export const browserPath = PLACES.find((path) => existsSync(path));

/** Where there is none the suite is skipped, loudly; in CI that is a failure. */
export function needsBrowser(): boolean {
  if (browserPath) return true;
  const why = 'no Chromium found: install the package chromium';
  if (process.env.CI === 'true') throw new Error(`CI needs a browser for the tests: ${why}`);
  console.error(`\n!!! THE BROWSER SUITE IS SKIPPED: ${why}\n`);
  return false;
}

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: browserPath ?? '',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface Program {
  /** The sandbox's page. */
  page: string;
  /** How long the start took. Milliseconds. */
  took: number;
  kill: (signal: NodeJS.Signals) => Promise<void>;
}

/** `npm start` without its build step: free ports, and a data folder that outlives the process. */
export async function startProgram(dataDir: string): Promise<Program> {
  const started = performance.now();
  const child = spawn(process.execPath, ['dist/main.js'], {
    env: { PATH: process.env.PATH, DATA_DIR: dataDir, PORT: '0', SANDBOX_PORT: '0', LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const page = await said(child, /Open (http:\S+)/);
  return {
    page,
    took: performance.now() - started,
    kill: (signal) =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill(signal);
      }),
  };
}

function said(child: ChildProcess, what: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let all = '';
    const hear = (chunk: Buffer) => {
      all += chunk.toString();
      const found = what.exec(all)?.[1];
      if (found) resolve(found);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', () => reject(new Error(`The program ended before it was ready:\n${all}`)));
  });
}

export async function emptyFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'firebreak-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
