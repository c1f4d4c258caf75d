import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const built = fileURLToPath(new URL('../../dist/', import.meta.url));

/** What is measured is what is shipped: the build, loaded by Node itself, not vitest's own rendering of the source. */
export const THE_BUILD = {
  name: 'the build instead of the source',
  enforce: 'pre' as const,
  resolveId(source: string, importer: string | undefined) {
    const [, file] = /\/src\/(.+)\.ts$/.exec(source) ?? [];
    return file && importer?.includes('/test/') ? `${built}${file}.js` : null;
  },
};
export const FROM_THE_BUILD = { include: ['test/bench/*.bench.ts'], server: { deps: { external: [/\/dist\//] } } };

/** `npm run bench`: one file after the other, nothing beside it. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  plugins: [THE_BUILD],
  test: {
    ...FROM_THE_BUILD,
    globalSetup: ['test/postgres-server.ts'],
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    disableConsoleIntercept: true,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
