/** Hands out the sandbox's page: html and css from the source folder, compiled scripts, and Preact's own modules. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The same two steps up from `src/sandbox` under vitest and from `dist/sandbox` once compiled. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SOURCE = join(ROOT, 'src/sandbox/page');
const COMPILED = join(ROOT, 'dist/sandbox/page');

const MODULES: Record<string, string> = {
  '/modules/preact.mjs': 'node_modules/preact/dist/preact.mjs',
  '/modules/hooks.mjs': 'node_modules/preact/hooks/dist/hooks.mjs',
  '/modules/jsx-runtime.mjs': 'node_modules/preact/jsx-runtime/dist/jsxRuntime.mjs',
};

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const NOT_BUILT = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sandbox workspace</title>
<body style="font: 18px/1.5 system-ui, sans-serif; max-width: 32rem; margin: 20vh auto; padding: 0 1rem">
<h1>The page is not built yet</h1><p>Run <code>npm run build</code> first, then reload.</p></body></html>`;

export interface PageFile {
  type: string;
  body: Buffer | string;
}

/**
 * The file behind a request path, or null when the page has no such file.
 * @param path the path of the URL alone, without a query: `/`, `/page/main.js`, `/modules/preact.mjs`
 */
export function servePageFile(path: string): PageFile | null {
  if (path === '/' || path === '/index.html') return indexPage();
  const module = Object.hasOwn(MODULES, path) ? MODULES[path] : undefined;
  if (module) return read(ROOT, module);
  if (!path.startsWith('/page/')) return null;
  const inside = path.slice('/page/'.length);
  if (extname(inside) === '.js') return read(COMPILED, inside);
  return /\.(css|svg)$/.test(inside) ? read(SOURCE, inside) : null;
}

function indexPage(): PageFile {
  const type = TYPES['.html'] ?? '';
  if (!existsSync(join(COMPILED, 'main.js'))) return { type, body: NOT_BUILT };
  const html = readFileSync(join(SOURCE, 'index.html'), 'utf8');
  return { type, body: html.replace('{{import-map-hash}}', importMapHash(html)) };
}

/** The import map is the page's only inline script; its hash lets the policy forbid all others. */
function importMapHash(html: string): string {
  const inline = /<script type="importmap">([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '';
  return `sha256-${createHash('sha256').update(inline).digest('base64')}`;
}

/** Reads one file below `folder`. Only plain names may lead there: no dots, no escapes, no absolute paths. */
function read(folder: string, inside: string): PageFile | null {
  if (!inside.split('/').every((part) => /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(part))) return null;
  const file = join(folder, inside);
  if (!file.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return null;
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return null;
  return { type: TYPES[extname(file)] ?? 'application/octet-stream', body: readFileSync(file) };
}
