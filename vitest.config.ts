import { defineConfig } from 'vitest/config';

const ci = process.env['CI'] !== undefined;

/** Packages are tested from their sources: nothing has to be built first. */
const conditions = ['@partner-apis/source'];

export default defineConfig({
  resolve: { conditions },
  ssr: {
    resolve: {
      // Never 'import': the workers would get it for require() too, where packages with two formats would then come in the wrong one.
      conditions: [...conditions, 'node'],
      externalConditions: [...conditions, 'node'],
    },
  },
  test: {
    // What waits for something waits for an event; this only ends what would never come, on a machine that is busy.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    include: ['packages/*/test/**/*.test.ts', 'examples/testing/*.test.ts'],
    // In CI the one test run also measures coverage and leaves its numbers for .ci/run.
    reporters: ci ? ['default', ['json', { outputFile: 'coverage/tests.json' }]] : ['default'],
    coverage: {
      enabled: ci,
      provider: 'v8',
      include: ['packages/core/src/**'],
      reporter: [['text', { skipFull: true }]],
      thresholds: { lines: 95, branches: 95 },
    },
  },
});
