import { AstralClient } from '@partner-apis/astral';
import { consume } from '../by-hand/loops.ts';
import { close } from '../by-hand/requests.ts';
import { Payload } from '../by-hand/schemas.ts';
import { startHelper } from '../harness/processes.ts';
import { interleave, type Turn } from '../harness/rounds.ts';
import type { Run } from '../harness/scenario.ts';
import { quantile } from '../harness/statistics.ts';

/** Events of the data that the server stamps: from just before it wrote the answer until the handler began, in microseconds. */
class Stopwatch {
  readonly #took: number[] = [];

  /** How many events have come. */
  get count(): number {
    return this.#took.length;
  }

  handle(event: { readonly data: { readonly sentAt?: string | undefined } }): void {
    // Both processes read the one monotonic clock of the machine.
    this.#took.push(Number(process.hrtime.bigint() - BigInt(event.data.sentAt ?? 0)) / 1_000);
  }

  sample(): { p50: number; p99: number } {
    return { p50: quantile(this.#took, 0.5), p99: quantile(this.#took, 0.99) };
  }
}

export const run: Run = async ({ short }) => {
  const server = await startHelper('vendor.ts');
  const astral = new AstralClient({ apiKey: 'benchmark-key', baseUrl: server.origin });
  const events = short ? 100 : 500;
  const turn =
    (work: (watch: Stopwatch) => Promise<void>): Turn =>
    async () => {
      await server.ask({ total: events, everyMs: 2 });
      const watch = new Stopwatch();
      await work(watch);
      return watch.sample();
    };
  try {
    const samples = await interleave(
      {
        'astral.consumer': turn(async (watch) => {
          const consumer = astral.consumer().on('signature.verified', Payload, (event) => {
            watch.handle(event);
            if (watch.count === events) void consumer.stop();
          });
          await consumer.run();
        }),
        'undici.request': turn((watch) =>
          consume(server.origin, { limit: 8, events }, (event) => watch.handle(event)),
        ),
      },
      short ? { rounds: 3, warmUps: 1 } : { rounds: 15, warmUps: 2 },
    );
    return [
      {
        id: 'latency',
        title: 'consumer, one event a poll, from the server’s write to the handler’s start',
        unit: 'event',
        samples,
        goals: [
          {
            as: 'difference',
            metric: 'p99',
            of: 'astral.consumer',
            by: 'undici.request',
            limit: { most: 300 },
            alarm: { as: 'difference', metric: 'p50', limit: { most: 50_000 } },
          },
        ],
        plot: { kind: 'bars', metric: 'p99' },
      },
    ];
  } finally {
    await astral.close();
    await close();
    server.stop();
  }
};
