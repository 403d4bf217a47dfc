import { defineConfig } from 'vitest/config';

const source = process.env['MUTANT_SOURCE'];
if (source === undefined) throw new Error('MUTANT_SOURCE names the entry of the mutated copy; see run.ts.');

const conditions = ['@partner-apis/source'];

/** The tests of this package, with a mutated copy in the place of its sources. */
export default defineConfig({
  resolve: { conditions, alias: { '@partner-apis/astral': source } },
  ssr: {
    resolve: {
      conditions: [...conditions, 'node', 'import', 'module', 'default'],
      externalConditions: [...conditions, 'node', 'import'],
    },
  },
  test: { testTimeout: 20_000, env: { CONSUMER_MODEL_RUNS: '150' } },
});
