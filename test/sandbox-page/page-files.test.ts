import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { servePageFile } from '../../src/sandbox/page-files.ts';

const bodyOf = (path: string) => servePageFile(path)?.body.toString() ?? '';

test('the page, its styles and its modules are served with their types', () => {
  expect(servePageFile('/')?.type).toContain('text/html');
  expect(servePageFile('/page/css/base.css')?.type).toContain('text/css');
  expect(servePageFile('/page/icon.svg')?.type).toBe('image/svg+xml');
  expect(servePageFile('/modules/preact.mjs')?.type).toContain('text/javascript');
});

test.each([
  '/page/../protocol.ts',
  '/page/css/../../protocol.ts',
  '/page/..%2f..%2fpackage.json',
  '/page//etc/passwd',
  '/page/css\\..\\..\\main.ts',
  '/page/.hidden.css',
  '/page/app.tsx',
  '/page/tsconfig.json',
  '/modules/../package.json',
  '/modules/constructor',
  '/page/',
  '/package.json',
])('%s is not served', (path) => {
  expect(servePageFile(path)).toBeNull();
});

test('the policy allows the import map and no other inline script', () => {
  const html = bodyOf('/');
  const inline = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1] ?? '');
  const hashes = inline.map((script) => `sha256-${createHash('sha256').update(script).digest('base64')}`);
  expect(html).not.toContain('unsafe-inline');
  for (const hash of hashes) expect(html).toContain(`'${hash}'`);
});

test('every module the import map names is there', () => {
  const targets = [...bodyOf('/').matchAll(/"(\/modules\/[^"]+)"/g)].map((match) => match[1] ?? '');
  for (const target of targets) expect(servePageFile(target)).not.toBeNull();
});
