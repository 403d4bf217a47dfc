import type { Group } from '../cell.ts';

export const typescript: Group = {
  id: 'typescript',
  title: 'TypeScript',
  about: {
    en: 'Programs of a service, with `strict` and `skipLibCheck: false`: what a package declares is checked too.',
    ru: 'Программы сервиса со `strict` и `skipLibCheck: false`: объявления пакетов тоже проверяются.',
  },
  cells: [
    {
      id: 'ts59-nodenext-esm',
      what: { en: 'ES modules, `module: nodenext`', ru: 'Модули ES, `module: nodenext`' },
      versions: { typescript: '5.9.3' },
      install: { '@types/node': '22.20.7' },
      ours: ['asna', 'astral', 'cli', 'core', 'forward', 'reestro', 'sandbox', 'stormwall'],
      project: 'typescript',
      manifest: { type: 'module' },
      steps: [{ run: ['tsc', '--project', 'tsconfig.nodenext.json'] }],
      expected: { is: 'works' },
      short: true,
    },
  ],
};
