import { defineConfig } from 'vitest/config';

export default defineConfig({
  ssr: {
    resolve: {
      conditions: ['@partner-apis/source', 'node', 'import', 'module', 'default'],
      externalConditions: ['@partner-apis/source', 'node', 'import'],
    },
  },
  resolve: { conditions: ['@partner-apis/source'] },
  test: {
    include: ['packages/*/test/**/*.test.ts'],
    passWithNoTests: true,
  },
});
