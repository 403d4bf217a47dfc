import { defineConfig, type DummyRuleMap } from 'oxlint';

/**
 * Which of our packages the sources of a package may import. Everything not listed is refused: a vendor never knows another
 * vendor, and the sandbox, the other side of the wire, shares no code with what it tests. A vendor without a feed takes what users need of the
 * core without the feed's part, which would be loaded for nothing.
 */
const sources = {
  core: [],
  astral: ['core/disk', 'core/user', 'core/vendor'],
  stormwall: ['core/user', 'core/vendor'],
  asna: ['core', 'core/feed', 'core/user', 'core/vendor'],
  reestro: ['core', 'core/disk', 'core/feed', 'core/user', 'core/vendor'],
  forward: ['core', 'core/user', 'core/vendor', 'astral', 'asna', 'reestro'],
  integrations: ['core'],
  sandbox: [],
  cli: ['core', 'core/user', 'core/vendor', 'astral', 'stormwall', 'asna', 'reestro'],
  'test-kit': [],
};

/** The same for tests, which see packages as a user does: by their public names. */
const tests = {
  core: ['core', 'core/disk', 'core/feed', 'core/har', 'core/user', 'core/vendor', 'test-kit'],
  astral: ['astral', 'core', 'core/user', 'core/vendor', 'sandbox', 'sandbox/msw', 'test-kit'],
  stormwall: ['stormwall', 'core', 'core/user', 'core/vendor', 'sandbox', 'sandbox/msw', 'test-kit'],
  asna: ['asna', 'core', 'core/user', 'core/vendor', 'sandbox', 'sandbox/msw', 'test-kit'],
  reestro: ['reestro', 'core', 'core/user', 'core/vendor', 'sandbox', 'sandbox/msw', 'test-kit'],
  forward: ['forward', 'forward/*', 'core', 'astral', 'asna', 'reestro', 'sandbox', 'test-kit'],
  integrations: ['integrations/*', 'core', 'astral', 'asna', 'reestro', 'forward', 'sandbox', 'test-kit'],
  sandbox: ['sandbox', 'sandbox/msw', 'sandbox/vitest'],
  cli: ['cli', 'sandbox', 'test-kit'],
};

/**
 * The rooms of a package, lowest first: a room imports from those before it, and from no other. It is entered by the files at its top; the
 * folders within are its own.
 */
const rooms = {
  core: [
    ['errors', 'memory', 'time'],
    ['observe', 'secrets', 'transport'],
    ['schema'],
    ['auth', 'disk', 'har', 'operation'],
    ['feed', 'runtime'],
    ['call', 'download'],
    ['failure', 'retry'],
    ['pipeline'],
    ['client'],
  ],
  astral: [['api'], ['packets', 'consumer', 'ping'], ['events']],
  asna: [
    ['api'],
    ['auth', 'messages', 'schemas', 'receiver'],
    ['webhooks', 'stocks', 'orders', 'references'],
  ],
  stormwall: [['api'], ['lists'], ['commands', 'resources', 'v2', 'v3'], ['client']],
  reestro: [
    ['wire'],
    ['contents', 'events', 'paging'],
    ['assessment', 'crypto', 'entities', 'inspection', 'rosreestr', 'services'],
  ],
  forward: [
    ['item', 'stores'],
    ['sinks', 'sources'],
    ['contract', 'handing'],
  ],
  integrations: [['loops', 'metrics'], ['nest']],
  cli: [['environment'], ['call', 'doctor', 'stunnel', 'types', 'verify']],
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
  ignorePatterns: [
    '**/dist/**',
    '**/.types/**',
    'docs/api/**',
    'docs/.vitepress/{dist,cache}/**',
    'coverage/**',
    // Compiled by the matrix, each with the packages and the compiler of its own installation.
    'packages/conformance/matrix/projects/**',
  ],
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
    // It takes zod's `catch` for that of a promise, whose arguments the compiler checks.
    'promise/valid-params': 'off',
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
    ...Object.entries(rooms).flatMap(([name, levels]) =>
      levels.flatMap((level, height) =>
        level.map((room) => ({
          files: [`packages/${name}/src/${room}/**`],
          rules: oneWay(sources[name as keyof typeof rooms], {
            inner: levels.flat().filter((other) => other !== room),
            upper: [...level.filter((other) => other !== room), ...levels.slice(height + 1).flat()],
          }),
        })),
      ),
    ),
    ...Object.entries(tests).map(([name, allowed]) => ({
      files: [`packages/${name}/test/**`],
      rules: { ...imports(allowed), ...inTests },
    })),
    // A contract suite is an assertion.
    {
      files: ['packages/forward/test/**'],
      rules: {
        'vitest/expect-expect': [
          'error',
          { assertFunctionNames: ['expect', 'testCursorStore', 'testDedupe', 'testLock', 'testSink'] },
        ],
      },
    },
    // Their `test` comes from a fixture, which the rule does not know.
    { files: ['examples/testing/**'], rules: { 'vitest/no-standalone-expect': 'off' } },
    {
      files: ['examples/**', 'packages/{benchmarks,conformance,reliability}/**'],
      rules: { ...imports(['**']), 'eslint/no-console': 'off' },
    },
  ],
});

/** Refuses, beside what {@link imports} does, the rooms that are not below, and every folder inside another room. */
function oneWay(
  allowed: readonly string[],
  { inner, upper }: { readonly inner: readonly string[]; readonly upper: readonly string[] },
): DummyRuleMap {
  const upwards = {
    regex: `^(\\.\\./)+(${upper.join('|')})/`,
    message: 'Rooms import from those below them only: see rooms in oxlint.config.ts.',
  };
  const inside = {
    regex: `^(\\.\\./)+(${inner.join('|')})/[^/]+/`,
    message: 'The files at the top of a room are its doors; what lies in a folder within is its own.',
  };
  return imports(allowed, [...(upper.length === 0 ? [] : [upwards]), inside]);
}

/** Refuses every other package of ours, and every path into another package's files, whatever it exports. */
function imports(allowed: readonly string[], more: readonly object[] = []): DummyRuleMap {
  const byName = {
    group: ['@partner-apis/**', ...allowed.map((name) => `!@partner-apis/${name}`)],
    message: 'The import directions are one-way: see oxlint.config.ts.',
  };
  const byPath = {
    regex: '^(\\.\\./)+(packages/)?[a-z]+/(src|test|dist)/',
    message: "Import other packages by their public names, never by a path into another package's files.",
  };
  return { 'eslint/no-restricted-imports': ['error', { patterns: [byName, byPath, ...more] }] };
}
