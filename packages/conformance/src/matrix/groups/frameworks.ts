import type { Cell, Group } from '../cell.ts';
import { service, serving } from './service.ts';

const express: readonly Cell[] = ['4.22.3', '5.3.0'].map((version) => ({
  ...service,
  id: `express-${version.split('.', 1).join()}`,
  what: 'Express',
  versions: { express: version },
  steps: [serving('node', 'express.mjs')],
  expected: { is: 'works' },
  show: ['partners.mjs', 'express.mjs'],
}));

/** Compiled to what each line begins a project with: CommonJS with NestJS 11, ES modules with 12. */
const nest = [
  { nest: '11.2.10', terminus: '11.1.1', typescript: '5.9.3', modules: 'CommonJS', manifest: {} },
  { nest: '12.5.1', terminus: '12.1.0', typescript: '6.0.3', modules: 'ESM', manifest: { type: 'module' } },
].flatMap(({ nest: version, terminus, typescript, modules, manifest }): Cell[] => {
  const major = version.split('.', 1).join();
  const shared = {
    ...service,
    ours: [...service.ours, 'integrations'],
    manifest,
    versions: { '@nestjs/core': version },
    install: {
      '@nestjs/common': version,
      '@nestjs/platform-express': version,
      '@nestjs/terminus': terminus,
      '@types/node': '24.10.1',
      'reflect-metadata': '0.2.2',
      rxjs: '7.8.2',
      typescript,
    },
    expected: { is: 'works' },
  } as const satisfies Partial<Cell>;
  const compile = { run: ['tsc', '--project', 'nest'] };
  return [
    {
      ...shared,
      id: `nest-${major}`,
      what: `NestJS, ${modules}`,
      steps: [compile, serving('node', 'dist/nest/plain.js')],
      show: ['nest/plain.ts', 'nest/report.ts', 'nest/start.ts'],
    },
    {
      ...shared,
      id: `nest-${major}-module`,
      what: {
        en: `NestJS, ${modules}, with the module of integrations`,
        ru: `NestJS, ${modules}, с модулем из integrations`,
      },
      steps: [compile, serving('/health', 'node', 'dist/nest/integrated.js')],
      show: ['nest/integrated.ts'],
    },
  ];
});

export const frameworks: Group = {
  id: 'frameworks',
  title: { en: 'Frameworks', ru: 'Фреймворки' },
  about: {
    en: 'A server that takes signed webhooks of ASNA, refuses forged ones, and calls all four vendors.',
    ru: 'Сервер, который принимает подписанные вебхуки АСНА, отвергает поддельные и обращается ко всем четырём поставщикам.',
  },
  cells: [
    ...express,
    {
      ...service,
      id: 'fastify-5',
      what: 'Fastify',
      versions: { fastify: '5.12.8' },
      steps: [serving('node', 'fastify.mjs')],
      expected: { is: 'works' },
      show: ['fastify.mjs'],
    },
    {
      ...service,
      id: 'fastify-5-plugin',
      what: { en: 'Fastify, with the plugin of integrations', ru: 'Fastify с плагином из integrations' },
      versions: { fastify: '5.12.8' },
      install: { 'fastify-plugin': '6.0.1' },
      ours: [...service.ours, 'integrations'],
      steps: [serving('/health', 'node', 'fastify-plugin.mjs')],
      expected: { is: 'works' },
      show: ['fastify-plugin.mjs'],
    },
    {
      ...service,
      id: 'prometheus',
      what: {
        en: 'node:http, with metrics for Prometheus of integrations',
        ru: 'node:http с метриками для Prometheus из integrations',
      },
      versions: { 'prom-client': '15.1.3' },
      ours: [...service.ours, 'integrations'],
      steps: [serving('/metrics', './metrics-told.mjs', 'node', 'prometheus.mjs')],
      expected: { is: 'works' },
      show: ['prometheus.mjs'],
    },
    {
      ...service,
      id: 'hono',
      what: 'Hono',
      versions: { hono: '4.13.19', '@hono/node-server': '2.1.9' },
      steps: [serving('node', 'hono.mjs')],
      expected: { is: 'works' },
      show: ['hono.mjs'],
    },
    ...nest,
    {
      ...service,
      id: 'next-16',
      what: {
        en: 'Next.js, route handlers and a server action',
        ru: 'Next.js: обработчики маршрутов и серверное действие',
      },
      versions: { next: '16.4.6' },
      install: {
        '@types/node': '24.10.1',
        '@types/react': '19.3.3',
        react: '19.3.1',
        'react-dom': '19.3.1',
        typescript: '5.9.3',
      },
      steps: [
        { run: ['env', 'NEXT_TELEMETRY_DISABLED=1', 'next', 'build', 'next'], seconds: 120 },
        serving('./next/press.mjs', 'next', 'start', 'next', '--hostname', '127.0.0.1', '--port', '0'),
      ],
      expected: {
        is: 'recipe',
        note: {
          en: 'make clients at the first request, not when a module is loaded: a build loads the modules of routes, without the variables of the service. `serverExternalPackages` is not needed',
          ru: 'создавайте клиентов при первом запросе, а не при загрузке модуля: сборка загружает модули маршрутов, и переменных сервиса при этом нет. `serverExternalPackages` не нужен',
        },
      },
      show: [
        'next/partners.ts',
        'next/app/webhooks/asna/route.ts',
        'next/app/actions.ts',
        'next/app/page.tsx',
      ],
    },
  ],
};
