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
      steps: [serving('node', 'fastify-plugin.mjs')],
      expected: { is: 'works' },
      show: ['fastify-plugin.mjs'],
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
  ],
};
