// jest --config jest.transform.config.mjs
const tsconfig = {
  module: 'commonjs',
  moduleResolution: 'bundler',
  target: 'es2022',
  strict: true,
  isolatedModules: true,
  allowJs: true,
  types: ['node', 'jest'],
};

export default {
  testMatch: ['**/jest.ts.test.ts'],
  transform: { '^.+\\.[tj]s$': ['ts-jest', { tsconfig }] },
  // What has ES modules only is made CommonJS too.
  transformIgnorePatterns: [
    '/node_modules/(?!(@partner-apis|form-data-encoder|is-network-error|oauth4webapi|p-retry)/)',
  ],
};
