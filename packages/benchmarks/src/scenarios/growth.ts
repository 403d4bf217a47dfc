import { AstralClient } from '@partner-apis/astral';
import { type Helper, startHelper } from '../harness/processes.ts';
import { inFlight, interleave, timed, type Turn } from '../harness/rounds.ts';
import type { Run } from '../harness/scenario.ts';
import type { Goal, Work } from '../harness/work.ts';
import { hex } from '../servers/events.ts';

/** One thing that a program may have more of. The turn of a size does `units` of work in all, whatever the size. */
interface Growing {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly across: string;
  readonly sizes: readonly number[];
  /** From this size on all sizes take the same requests per unit, in the same order, so a cost that grows cannot hide behind fewer of them. */
  readonly alike?: number;
  readonly turn: (server: Helper, astral: AstralClient, size: number, short: boolean) => Turn;
}

const id = hex(1);
const clientAt = (baseUrl: string): AstralClient => new AstralClient({ apiKey: 'benchmark-key', baseUrl });

const growing: readonly Growing[] = [
  {
    id: 'growth-clients',
    title: 'clients: each made, used once, closed',
    unit: 'client',
    across: 'clients at once',
    sizes: [1, 10, 100, 1_000],
    turn: ({ origin }, _, size, short) => {
      const units = short ? 100 : 1_000;
      return timed(units, async () => {
        for (let made = 0; made < units; made += size) {
          const clients = Array.from({ length: size }, () => clientAt(origin));
          for (const client of clients) await client.events.get(id);
          await Promise.all(clients.map((client) => client.close()));
        }
      });
    },
  },
  {
    id: 'growth-in-flight',
    title: 'calls of one client in flight',
    unit: 'call',
    across: 'in flight',
    sizes: [1, 10, 100, 1_000],
    turn: (_, astral, size, short) => {
      const units = short ? 1_000 : 3_000;
      return timed(units, () => inFlight(units, size, async () => astral.events.get(id)));
    },
  },
  {
    id: 'growth-confirms',
    title: 'handled events that wait to be confirmed',
    unit: 'event',
    across: 'queued confirmations',
    sizes: [1, 10, 100, 1_000, 10_000],
    alike: 1_000,
    turn: (server, astral, size, short) =>
      waves(server, size, short, { holdConfirms: true }, (events) => {
        let handled = 0;
        const settings = { concurrency: 100, maxUnconfirmed: size + 200 };
        const consumer = astral.consumer(settings).on('signature.verified', () => {
          handled += 1;
          if (handled === events) void consumer.stop();
        });
        return consumer.run();
      }),
  },
  {
    id: 'growth-waiting',
    title: 'events that wait for those of their key',
    unit: 'event',
    across: 'waiting under one key',
    sizes: [10, 100, 1_000, 10_000],
    alike: 100,
    turn: (server, astral, size, short) =>
      waves(server, size, short, {}, (events) => {
        let handled = 0;
        let received = 0;
        let open: (() => void) | undefined;
        const consumer = astral
          .consumer({
            concurrency: 100,
            limitMax: Math.max(100, size),
            maxUnconfirmed: size + 200,
            orderKey: () => 'one',
            hooks: {
              received: () => {
                received += 1;
                if (received % size === 0) open?.();
              },
            },
          })
          .on('signature.verified', async () => {
            // The first of a wave holds up the others until all have come.
            if (received % size !== 0) await new Promise<void>((resolve) => (open = resolve));
            handled += 1;
            if (handled === events) void consumer.stop();
          });
        return consumer.run();
      }),
  },
];

/** Events in waves of `size`. A wave of less than a page is few events for its requests, so fewer of those do. */
function waves(
  server: Helper,
  wave: number,
  short: boolean,
  supply: { readonly holdConfirms?: boolean },
  consume: (events: number) => Promise<void>,
): Turn {
  const events = wave >= 1_000 ? 10_000 : wave * (wave < 100 ? 200 : 100) * (short ? 0.2 : 1);
  const measured = timed(events, consume);
  return async () => {
    await server.ask({ ...supply, wave, total: events });
    return measured();
  };
}

/** As flat as noise lets one see: the largest costs no more than a tenth more per unit than the smallest. */
function goals(sizes: readonly number[], alike: number | undefined): Goal[] {
  const flat = (from: number | undefined): Goal => ({
    as: 'ratio',
    metric: 'cpu',
    of: String(sizes.at(-1)),
    by: String(from),
    limit: { most: 1.1 },
    alarm: { as: 'ratio', metric: 'cpu', limit: { most: 4 } },
  });
  return [sizes[0], alike].filter((size) => size !== undefined && size !== sizes.at(-1)).map(flat);
}

export const run: Run = async ({ short }) => {
  const server = await startHelper('vendor.ts');
  const astral = clientAt(server.origin);
  const works: Work[] = [];
  try {
    for (const one of growing) {
      const { sizes, alike } = one;
      const chosen = short ? (alike === undefined ? [1, 100] : [alike, 10_000]) : sizes;
      const turns = chosen.map((size) => [String(size), one.turn(server, astral, size, short)] as const);
      works.push({
        id: one.id,
        title: one.title,
        unit: one.unit,
        samples: await interleave(
          Object.fromEntries(turns),
          short ? { rounds: 2, warmUps: 1 } : { rounds: 9, warmUps: 2 },
        ),
        goals: short ? goals(chosen, undefined) : goals(sizes, alike),
        plot: { kind: 'sizes', metric: 'cpu', across: one.across },
      });
    }
    return works;
  } finally {
    await astral.close();
    server.stop();
  }
};
