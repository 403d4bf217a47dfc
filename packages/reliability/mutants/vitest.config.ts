import { readFileSync } from 'node:fs';
import { defineConfig, mergeConfig } from 'vitest/config';
import base from '../../../vitest.config.ts';

/** Absolute path of a source, a text in it, and what stands there instead. */
type Edit = readonly [path: string, find: string, replace: string];

// Boundary: run-tests.ts set it.
const edits = JSON.parse(process.env['MUTANT_EDITS'] ?? '[]') as readonly Edit[];

/** The edits of a module; its id is a path, maybe with a query. */
const editsOf = (id: string): readonly Edit[] => edits.filter(([path]) => path === id.replace(/\?.*$/, ''));

/** The tests as they are, with edited sources in the place of the real ones; no file is touched. */
export default mergeConfig(
  base,
  defineConfig({
    plugins: [
      {
        name: 'mutant',
        enforce: 'pre',
        load(id) {
          const mine = editsOf(id);
          if (mine.length === 0) return undefined;
          return mine.reduce(
            (text, [, find, replace]) => text.replace(find, () => replace),
            readFileSync(id.replace(/\?.*$/, ''), 'utf8'),
          );
        },
        // What is edited must not be kept for the next run.
        configureVitest: ({ defineCacheKeyGenerator }) =>
          defineCacheKeyGenerator(({ id }) => (editsOf(id).length > 0 ? false : undefined)),
      },
    ],
    test: { testTimeout: 20_000, env: { CONSUMER_MODEL_RUNS: '150' } },
  }),
);
