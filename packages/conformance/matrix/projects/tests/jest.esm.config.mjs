// NODE_OPTIONS=--experimental-vm-modules jest --config jest.esm.config.mjs
export default {
  testMatch: ['**/jest.esm.test.mjs'],
  moduleFileExtensions: ['mjs', 'js'],
  transform: {},
};
