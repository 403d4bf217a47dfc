import type { Cell, Group, Step } from '../cell.ts';
import { service, serving } from './service.ts';

const YARN = '4.18.1';

/** Plug'n'Play has no `node_modules`: what is run finds packages through Yarn. */
function yarn({ run, ...step }: Step): Step {
  return { ...step, run: ['npx', '--yes', '--package', `@yarnpkg/cli-dist@${YARN}`, 'yarn', ...run] };
}

const shared = {
  ...service,
  install: { hono: '4.13.19', '@hono/node-server': '2.1.9' },
  expected: { is: 'works' },
} as const satisfies Partial<Cell>;

export const packageManagers: Group = {
  id: 'package-managers',
  title: { en: 'Package managers', ru: 'Менеджеры пакетов' },
  about: {
    en: 'The same server. With pnpm and Yarn a package reaches only what its own manifest names.',
    ru: 'Тот же сервер. С pnpm и Yarn пакету доступно только то, что названо в его собственном манифесте.',
  },
  cells: [
    {
      ...shared,
      id: 'npm',
      what: 'npm',
      manager: 'npm',
      versions: { npm: '12.2.2' },
      steps: [serving('node', 'hono.mjs')],
    },
    {
      ...shared,
      id: 'pnpm',
      what: { en: 'pnpm, isolated `node_modules`', ru: 'pnpm, изолированные `node_modules`' },
      manager: 'pnpm',
      versions: { pnpm: '12.21.0' },
      steps: [serving('node', 'hono.mjs')],
    },
    {
      ...shared,
      id: 'yarn-pnp',
      what: { en: 'Yarn, Plug’n’Play', ru: 'Yarn, Plug’n’Play' },
      manager: 'yarn',
      versions: { yarn: YARN },
      steps: [yarn(serving('node', 'hono.mjs'))],
      short: true,
    },
  ],
};
