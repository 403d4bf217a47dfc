import { createWebhookReceiver } from '@partner-apis/asna';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { webhooks } from '../by-hand/webhooks.ts';
import { startHelper } from '../harness/processes.ts';
import { interleave, timed, type Turn } from '../harness/rounds.ts';
import type { Run } from '../harness/scenario.ts';
import type { Work } from '../harness/work.ts';

const secret = 'benchmark-secret';
const BODIES = [
  { id: 'receiver-2k', title: 'webhook receiver, 2 KB', bytes: 2_000, made: 'of members', requests: 3_000 },
  {
    id: 'receiver-200k',
    title: 'webhook receiver, 200 KB of text',
    bytes: 200_000,
    made: 'of text',
    requests: 400,
  },
  {
    id: 'receiver-200k-members',
    title: 'webhook receiver, 200 KB of small members',
    bytes: 200_000,
    made: 'of members',
    requests: 200,
  },
] as const;

export const run: Run = async ({ short }) => {
  const sender = await startHelper('webhook-sender.ts');
  const works: Work[] = [];
  try {
    for (const { id, title, bytes, made, requests: full } of BODIES) {
      const requests = short ? full / 10 : full;
      const order = { requests, bytes, made, secret, connections: 16 };
      await sender.ask({ ...order, port: 0 });
      // A listener that is new in each turn has handled none of them before.
      const turn =
        (listener: () => RequestListener): Turn =>
        async () => {
          const server = createServer(listener());
          await once(server.listen(0, '127.0.0.1'), 'listening');
          const { port } = server.address() as AddressInfo;
          const sample = await timed(requests, async () => {
            const refused = await sender.ask({ ...order, port });
            if (refused !== 0)
              throw new Error(`${String(refused)} of ${requests} webhooks were not accepted.`);
          })();
          server.close();
          return sample;
        };
      const samples = await interleave(
        {
          createWebhookReceiver: turn(
            () => createWebhookReceiver({ secrets: secret }).on('stocks_full', () => {}).node,
          ),
          'node:http': turn(() => webhooks(secret, () => {})),
        },
        short ? { rounds: 5, warmUps: 2 } : { rounds: 11, warmUps: 3 },
      );
      works.push({
        id,
        title,
        unit: 'request',
        samples,
        goals: [
          {
            as: 'speed',
            metric: 'wall',
            of: 'createWebhookReceiver',
            by: 'node:http',
            limit: { least: 0.9 },
            alarm: { as: 'ratio', metric: 'cpu', limit: { most: 15 } },
          },
        ],
        plot: { kind: 'bars', metric: 'wall' },
      });
    }
    return works;
  } finally {
    sender.stop();
  }
};
