import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { FROM_THE_BUILD, THE_BUILD } from './bench/vitest.config.ts';
import { DATABASE, JOURNEY } from './projects.ts';

/** These wait more than they work. Begun first, they wait beside the others, and nothing waits for them at the end. */
const PATIENT = /journey\/(clock-set|frozen-replica|kill-nine|slow-database|start-without-slack)/;

class PatientFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isPatient = (file: TestSpecification) => PATIENT.test(file.moduleId);
    return (await super.sort(files)).sort((a, b) => Number(isPatient(b)) - Number(isPatient(a)));
  }
}

/** A database takes seconds to make, and the machine may be busy. */
const PATIENCE = { testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 20_000 } } };
/** Nothing that one file leaves behind is seen by another: all is loaded once in each worker, not once for each file. */
const SHARED = { isolate: false };

/** One project alone: `npx vitest run --config test/vitest.config.ts --project pure`. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    // Once for all projects.
    globalSetup: ['test/postgres-server.ts'],
    sequence: { sequencer: PatientFirst },
    projects: [
      {
        test: {
          name: 'journey',
          include: JOURNEY,
          ...PATIENCE,
          ...SHARED,
          // One more than the others: while one waits, two work. An in-memory PGlite takes up to 1 GB while it is made.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'database',
          include: DATABASE,
          ...PATIENCE,
          ...SHARED,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        // A benchmark that nobody runs rots: each runs here in small, and its counts must be right.
        plugins: [THE_BUILD],
        test: {
          ...FROM_THE_BUILD,
          name: 'bench',
          env: { BENCH: 'small' },
          ...PATIENCE,
          maxWorkers: 2,
          sequence: { groupOrder: 4 },
        },
      },
      {
        test: {
          name: 'pure',
          include: ['test/**/*.test.ts'],
          exclude: [...JOURNEY, ...DATABASE],
          ...PATIENCE,
          ...SHARED,
          setupFiles: ['test/pure.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
