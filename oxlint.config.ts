import { defineConfig, type DummyRuleMap } from 'oxlint';

/**
 * Which of our packages the sources of a package may import. Everything not listed is refused: a vendor never knows another
 * vendor, and the sandbox, the other side of the wire, shares no code with what it tests.
 */
const sources = {
  core: [],
  astral: ['core', 'core/user'],
  stormwall: ['core', 'core/user'],
  asna: ['core', 'core/user'],
  reestro: ['core', 'core/user'],
  sandbox: [],
  cli: ['core', 'core/user', 'astral', 'stormwall', 'asna', 'reestro'],
  'test-kit': [],
};

/** The same for tests, which see packages as a user does: by their public names. */
const tests = {
  core: ['core', 'core/user', 'test-kit'],
  astral: ['astral', 'core', 'core/user', 'sandbox', 'sandbox/msw', 'test-kit'],
  stormwall: ['stormwall', 'core', 'core/user', 'sandbox', 'sandbox/msw', 'test-kit'],
  asna: ['asna', 'core', 'core/user', 'sandbox', 'sandbox/msw', 'test-kit'],
  reestro: ['reestro', 'core', 'core/user', 'sandbox', 'sandbox/msw', 'test-kit'],
  sandbox: ['sandbox', 'sandbox/msw'],
  cli: ['cli', 'sandbox', 'test-kit'],
};

/** One idea a file; a longer one has two. */
const maxLines: DummyRuleMap = { 'eslint/max-lines': ['error', 250] };

/** Tests read answers as they come and hand methods to spies; what they assert is their check. */
const inTests: DummyRuleMap = {
  'typescript/no-unsafe-argument': 'off',
  'typescript/no-unsafe-assignment': 'off',
  'typescript/no-unsafe-call': 'off',
  'typescript/no-unsafe-member-access': 'off',
  'typescript/no-unsafe-return': 'off',
  'typescript/unbound-method': 'off',
  'vitest/no-standalone-expect': 'off',
};

export default defineConfig({
  plugins: ['eslint', 'typescript', 'import', 'promise', 'unicorn', 'oxc', 'vitest'],
  options: { typeAware: true, reportUnusedDisableDirectives: 'error' },
  categories: { correctness: 'error' },
  ignorePatterns: ['**/dist/**', '**/.types/**', 'docs/api/**', 'coverage/**'],
  rules: {
    'eslint/eqeqeq': ['error', 'always', { null: 'ignore' }],
    'eslint/no-console': 'error',
    'eslint/no-unused-vars': [
      'error',
      { argsIgnorePattern: '^_', varsIgnorePattern: '^_$', ignoreRestSiblings: true },
    ],
    'eslint/no-var': 'error',
    'eslint/object-shorthand': 'error',
    'eslint/prefer-const': 'error',
    'import/no-cycle': ['error', { ignoreTypes: false }],
    'import/no-duplicates': 'error',
    'import/no-self-import': 'error',
    'typescript/ban-ts-comment': 'error',
    'typescript/consistent-type-exports': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/no-deprecated': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-import-type-side-effects': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-unnecessary-type-assertion': 'error',
    'typescript/no-unsafe-argument': 'error',
    'typescript/no-unsafe-assignment': 'error',
    'typescript/no-unsafe-call': 'error',
    'typescript/no-unsafe-enum-comparison': 'error',
    'typescript/no-unsafe-function-type': 'error',
    'typescript/no-unsafe-member-access': 'error',
    'typescript/no-unsafe-return': 'error',
    // A caught value and a signal's reason are passed on as they are, whatever they are.
    'typescript/only-throw-error': ['error', { allowThrowingAny: true, allowThrowingUnknown: true }],
    'typescript/prefer-promise-reject-errors': [
      'error',
      { allowThrowingAny: true, allowThrowingUnknown: true },
    ],
    'typescript/return-await': ['error', 'error-handling-correctness-only'],
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'typescript/use-unknown-in-catch-callback-variable': 'error',
    // An ApiCall is awaited itself: it has a `then` on purpose.
    'unicorn/no-thenable': 'off',
    'unicorn/filename-case': ['error', { case: 'kebabCase' }],
    'unicorn/prefer-node-protocol': 'error',
    'vitest/no-conditional-expect': 'off',
    'vitest/no-identical-title': 'error',
    // The second argument is the message of a failure.
    'vitest/valid-expect': ['error', { maxArgs: 2 }],
    'vitest/require-mock-type-parameters': 'off',
  },
  overrides: [
    ...Object.entries(sources).map(([name, allowed]) => ({
      files: [`packages/${name}/src/**`],
      rules: { ...imports(allowed), ...maxLines },
    })),
    ...Object.entries(tests).map(([name, allowed]) => ({
      files: [`packages/${name}/test/**`],
      rules: { ...imports(allowed), ...inTests },
    })),
    {
      files: ['examples/**', 'packages/{benchmarks,conformance}/**'],
      rules: { ...imports(['*']), 'eslint/no-console': 'off' },
    },
  ],
});

/** Refuses every other package of ours, and every path into another package's files, whatever it exports. */
function imports(allowed: readonly string[]): DummyRuleMap {
  const byName = {
    group: ['@partner-apis/**', ...allowed.map((name) => `!@partner-apis/${name}`)],
    message: 'The import directions are one-way: see oxlint.config.ts.',
  };
  const byPath = {
    regex: '^(\\.\\./)+(packages/)?[a-z]+/(src|test|dist)/',
    message: "Import other packages by their public names, never by a path into another package's files.",
  };
  return { 'eslint/no-restricted-imports': ['error', { patterns: [byName, byPath] }] };
}
