// NODE_OPTIONS=--experimental-vm-modules jest --config jest.ts.config.mjs, with Node.js 24.9 or newer
const tsconfig = {
  module: 'commonjs',
  moduleResolution: 'bundler',
  target: 'es2022',
  strict: true,
  types: ['node', 'jest'],
};

export default {
  testMatch: ['**/jest.ts.test.ts'],
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig }] },
};
