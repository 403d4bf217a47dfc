import type { Cell, Expected, Group, Text } from '../cell.ts';
import { peers } from './peers.ts';

/** The last of each, oldest first. */
const compilers = ['5.2.2', '5.3.3', '5.4.5', '5.5.4', '5.6.3', '5.7.3', '5.8.3', '5.9.3', '6.0.3', '7.0.2'];

/** A way to set up a compiler: a file `tsconfig.ID.json` of the project. */
interface Mode {
  readonly id: string;
  readonly what: Text;
  /** Minor versions, the first and the last; all without it. */
  readonly from?: number;
  readonly to?: number;
  readonly commonJs?: true;
  readonly expected?: Expected;
  /** What the compiler says against it. */
  readonly fails?: RegExp;
  /** Minor versions that CI tries. */
  readonly short?: readonly number[];
}

const DEPRECATED: Text = {
  en: '`"ignoreDeprecations": "6.0"`: TypeScript 6 gives `node10` up.',
  ru: '`"ignoreDeprecations": "6.0"`: TypeScript 6 отказывается от `node10`.',
};
const GONE: Text = {
  en: 'TypeScript 7 has no `node10`: with `module: commonjs` take `moduleResolution: bundler`, or `module: nodenext`.',
  ru: 'В TypeScript 7 нет `node10`: с `module: commonjs` берите `moduleResolution: bundler` или `module: nodenext`.',
};
const OLDER_THAN_ZOD: Text = {
  en: '`"skipLibCheck": true`, or TypeScript 5.4: the declarations of zod use `NoInfer`, which 5.2 and 5.3 do not know.',
  ru: '`"skipLibCheck": true` или TypeScript 5.4: объявления zod используют `NoInfer`, которого 5.2 и 5.3 не знают.',
};

/** The first that knows `NoInfer`. */
const ZOD_NEEDS = 5.4;

const CANNOT_NAME: Text = {
  en: 'TypeScript 5.2 and 5.3 do not find a name for a type that the file does not import (TS2742), unless with `moduleResolution: node10`: take 5.4, import the types that come up (`import { AsnaClient, type Webhooks }`), or write them down.',
  ru: 'TypeScript 5.2 и 5.3 не находят имя для типа, который файл не импортирует (TS2742), кроме как с `moduleResolution: node10`: возьмите 5.4, импортируйте встречающиеся типы (`import { AsnaClient, type Webhooks }`) или укажите их явно.',
};

const OLDER_THAN_BUFFERS: Text = {
  en: '`"skipLibCheck": true`, or TypeScript 5.7: the declarations of `pg` have a `Buffer` with a type argument.',
  ru: '`"skipLibCheck": true` или TypeScript 5.7: в объявлениях `pg` у `Buffer` есть параметр типа.',
};

const modes: readonly Mode[] = [
  {
    id: 'nodenext',
    what: { en: 'ES modules, `module: nodenext`', ru: 'Модули ES, `module: nodenext`' },
    short: [5.2, 7],
  },
  { id: 'node16', what: { en: 'ES modules, `module: node16`', ru: 'Модули ES, `module: node16`' } },
  {
    id: 'bundler',
    what: {
      en: 'ES modules, `moduleResolution: bundler`, with the types of a browser',
      ru: 'Модули ES, `moduleResolution: bundler`, с типами браузера',
    },
  },
  {
    id: 'nodenext-require',
    what: {
      en: 'CommonJS, `module: nodenext`, `import x = require()` too',
      ru: 'CommonJS, `module: nodenext`, в том числе `import x = require()`',
    },
    commonJs: true,
    short: [5.7, 7],
  },
  {
    id: 'node16-require',
    what: {
      en: 'CommonJS, `module: node16`, `import x = require()` too',
      ru: 'CommonJS, `module: node16`, в том числе `import x = require()`',
    },
    commonJs: true,
    short: [5.2],
  },
  {
    id: 'node10',
    what: 'CommonJS, `module: commonjs`, `moduleResolution: node10`',
    to: 5.9,
    commonJs: true,
    short: [5.2],
  },
  {
    id: 'node10-ts6',
    what: 'CommonJS, `module: commonjs`, `moduleResolution: node10`',
    from: 6,
    to: 6,
    commonJs: true,
    expected: { is: 'recipe', note: DEPRECATED },
  },
  {
    id: 'node10',
    what: 'CommonJS, `module: commonjs`, `moduleResolution: node10`',
    from: 7,
    commonJs: true,
    expected: { is: 'fails', note: GONE },
    fails: /error TS\d+: Option 'moduleResolution=node10' has been removed/,
  },
  {
    id: 'commonjs-bundler',
    what: 'CommonJS, `module: commonjs`, `moduleResolution: bundler`',
    from: 6,
    commonJs: true,
  },
  { id: 'schemas', what: '`@partner-apis/core/vendor`, `@partner-apis/sandbox`' },
];

function cellOf({ id, what, commonJs, expected, fails, short = [] }: Mode, version: string): Cell {
  const old = minorOf(version) < ZOD_NEEDS;
  const found: Expected = old ? { is: 'recipe', note: OLDER_THAN_ZOD } : { is: 'works' };
  return {
    id: idOf(version, id),
    what,
    versions: { typescript: version },
    install: { '@types/node': '22.20.7', zod: '4.6.7' },
    ours: ['asna', 'astral', 'cli', 'core', 'forward', 'reestro', 'sandbox', 'stormwall'],
    project: 'typescript',
    ...(commonJs === undefined && { manifest: { type: 'module' } }),
    steps: [
      {
        run: ['tsc', '--project', `tsconfig.${id}.json`, ...(old ? ['--skipLibCheck'] : [])],
        seconds: 300,
        ...(fails !== undefined && { fails }),
      },
    ],
    expected: expected ?? found,
    ...(short.includes(minorOf(version)) && { short: true }),
  };
}

function idOf(version: string, mode: string): string {
  return `ts-${version.split('.', 2).join('')}-${mode}`;
}

/** 5.2 of 5.2.2. */
function minorOf(version: string): number {
  return Number.parseFloat(version);
}

function declarationsOf(version: string): Cell {
  const old = minorOf(version) < 5.4;
  const compile = { run: ['tsc', '--project', '.'], seconds: 300 };
  return {
    id: idOf(version, 'declarations'),
    what: {
      en: 'Declarations of a library that exports what clients give back (`declaration: true`), installed by pnpm',
      ru: 'Объявления библиотеки, которая экспортирует то, что возвращают клиенты (`declaration: true`), установка через pnpm',
    },
    versions: { typescript: version, pnpm: '12.21.0' },
    install: { '@types/node': '22.20.7' },
    ours: ['asna', 'astral', 'reestro', 'stormwall'],
    project: 'declarations',
    manager: 'pnpm',
    manifest: { type: 'module' },
    steps: old
      ? [{ ...compile, fails: /error TS2742: The inferred type of 'webhooks' cannot be named/ }]
      : [compile, { run: ['node', 'check.mjs'], says: /4 files/ }],
    expected: old ? { is: 'fails', note: CANNOT_NAME } : { is: 'works' },
    ...(minorOf(version) === 5.4 && { short: true }),
  };
}

/** msw asks for TypeScript 5.9. */
const { msw: _, ...others } = peers;

function peersOf(version: string): Cell {
  const old = minorOf(version) < 5.7;
  return {
    id: idOf(version, 'peers'),
    what: {
      en: '`@partner-apis/forward/*` and `@partner-apis/integrations/*`, beside the packages they go with',
      ru: '`@partner-apis/forward/*` и `@partner-apis/integrations/*` рядом с пакетами, с которыми они работают',
    },
    versions: { typescript: version },
    install: { ...others, '@types/node': '22.20.7', '@types/pg': '8.23.1' },
    ours: ['astral', 'forward', 'integrations'],
    project: 'typescript',
    manifest: { type: 'module' },
    steps: [
      {
        run: ['tsc', '--project', 'tsconfig.peers.json', ...(old ? ['--skipLibCheck'] : [])],
        seconds: 300,
      },
    ],
    expected: old ? { is: 'recipe', note: OLDER_THAN_BUFFERS } : { is: 'works' },
  };
}

export const typescript: Group = {
  id: 'typescript',
  title: 'TypeScript',
  about: {
    en: 'A program of a service with all four clients, the core, `forward` and the command line, with `strict` and `skipLibCheck: false`: what the packages declare is checked too. `lib` is `es2022` without the types of a browser unless it says otherwise, `types` is `["node"]`.',
    ru: 'Программа сервиса со всеми четырьмя клиентами, ядром, `forward` и командной строкой, со `strict` и `skipLibCheck: false`: объявления пакетов тоже проверяются. `lib` — `es2022` без типов браузера, если не сказано иное, `types` — `["node"]`.',
  },
  cells: [
    ...modes.flatMap((mode) => {
      const { from = 0, to = Number.POSITIVE_INFINITY } = mode;
      return compilers
        .filter((version) => minorOf(version) >= from && minorOf(version) <= to)
        .map((version) => cellOf(mode, version));
    }),
    ...compilers.map(declarationsOf),
    ...compilers.filter((version) => minorOf(version) >= 5.4).map(peersOf),
  ],
};
