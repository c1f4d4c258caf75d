import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const built = fileURLToPath(new URL('../../dist/', import.meta.url));

/** `npm run bench`: one file after the other, nothing beside it. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  plugins: [
    {
      // What is measured is what is shipped: the build, loaded by Node itself, not vitest's own rendering of the source.
      name: 'the build instead of the source',
      enforce: 'pre',
      resolveId(source, importer) {
        const [, file] = /\/src\/(.+)\.ts$/.exec(source) ?? [];
        return file && importer?.includes('/test/') ? `${built}${file}.js` : null;
      },
    },
  ],
  test: {
    include: ['test/bench/*.bench.ts'],
    globalSetup: ['test/postgres-server.ts'],
    server: { deps: { external: [/\/dist\//] } },
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    disableConsoleIntercept: true,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
