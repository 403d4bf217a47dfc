import type { Group } from '../cell.ts';
import { service, serving } from './service.ts';

export const bundlers: Group = {
  id: 'bundlers',
  title: { en: 'Bundlers', ru: 'Сборщики' },
  about: {
    en: 'The whole server in one file, undici and zod included, started away from its project and used. `@opentelemetry/api` stays outside: `openTelemetryHooks()` loads it when it is called.',
    ru: 'Весь сервер в одном файле вместе с undici и zod, запущенный вне своего проекта. `@opentelemetry/api` остаётся снаружи: её загружает `openTelemetryHooks()` при вызове.',
  },
  cells: [
    {
      ...service,
      id: 'esbuild-cjs',
      what: { en: 'esbuild to CommonJS', ru: 'esbuild в CommonJS' },
      versions: { esbuild: '0.28.2' },
      steps: [
        { run: ['node', 'bundlers/esbuild-cjs.mjs'] },
        serving('node', 'alone.mjs', 'dist/esbuild/server.cjs'),
      ],
      expected: { is: 'works' },
    },
    {
      ...service,
      id: 'esbuild-esm',
      what: { en: 'esbuild to an ES module', ru: 'esbuild в модуль ES' },
      versions: { esbuild: '0.28.2' },
      steps: [
        { run: ['node', 'bundlers/esbuild-esm.mjs'] },
        serving('node', 'alone.mjs', 'dist/esbuild/server.mjs'),
      ],
      expected: {
        is: 'recipe',
        note: {
          en: 'a banner with the `require` that undici needs',
          ru: 'баннер с `require`, который нужен undici',
        },
      },
      show: ['bundlers/esbuild-esm.mjs'],
      short: true,
    },
    {
      ...service,
      id: 'webpack',
      what: 'webpack',
      versions: { webpack: '5.113.0' },
      install: { 'webpack-cli': '7.3.1' },
      steps: [
        {
          run: ['webpack', '--config', 'bundlers/webpack.config.mjs'],
          says: /compiled successfully/,
          seconds: 90,
        },
        serving('node', 'alone.mjs', 'dist/webpack/server.cjs'),
      ],
      expected: { is: 'works' },
      show: ['bundlers/webpack.config.mjs'],
    },
    {
      ...service,
      id: 'rollup',
      what: 'Rollup',
      versions: { rollup: '4.68.8' },
      install: {
        '@rollup/plugin-commonjs': '29.0.3',
        '@rollup/plugin-json': '6.1.0',
        '@rollup/plugin-node-resolve': '16.0.3',
      },
      steps: [
        { run: ['rollup', '--config', 'bundlers/rollup.config.mjs'] },
        serving('node', 'alone.mjs', 'dist/rollup/server.mjs'),
      ],
      expected: { is: 'works' },
      show: ['bundlers/rollup.config.mjs'],
    },
    {
      ...service,
      id: 'vite-ssr',
      what: { en: 'Vite, SSR build', ru: 'Vite, сборка SSR' },
      versions: { vite: '8.4.0' },
      steps: [
        { run: ['vite', 'build', '--config', 'bundlers/vite.config.mjs'] },
        serving('node', 'alone.mjs', 'dist/vite/server.mjs'),
      ],
      expected: { is: 'works' },
      show: ['bundlers/vite.config.mjs'],
    },
  ],
};
