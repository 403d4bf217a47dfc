import { randomBytes } from 'node:crypto';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { AsnaClient } from '@partner-apis/asna';
import { AstralClient } from '@partner-apis/astral';
import type { Timeouts } from '@partner-apis/core';
import { memoryCursorStore, ReestroClient } from '@partner-apis/reestro';
import type { Sandbox, SandboxServer } from '@partner-apis/sandbox';
import { fastClock } from '../fast-clock.ts';
import type { Relay } from './relay.ts';

/** How patient the clients are. */
export interface Limits {
  readonly timeouts: Timeouts;
  /** How many times as fast as real time a consumer's time goes: its polls last 10 s at the least. */
  readonly pollSpeed: number;
}

interface Surroundings {
  readonly sandbox: Sandbox;
  readonly server: SandboxServer;
  readonly relay: Relay;
  readonly limits: Limits;
  readonly folder: string;
}

/** One operation, ready to meet a connection that stands still. */
interface Stage extends AsyncDisposable {
  /** By when it must have ended. */
  readonly limitMs: number;
  /** Lets it meet the stall; settles as the operation does. */
  meet(): Promise<unknown>;
  /** The same, or the work, once more. */
  next(): Promise<unknown>;
}

export interface StallCase {
  readonly operation: string;
  readonly still: string;
  readonly vendor: 'astral' | 'asna' | 'reestro';
  /** `its result`, or the class of its error and what it says about the reason. */
  readonly ends: string;
  prepare(around: Surroundings): Promise<Stage>;
}

const MIB = 1024 * 1024;

export const cases: readonly StallCase[] = [
  {
    operation: 'call',
    still: 'its connection',
    vendor: 'astral',
    ends: 'its result',
    async prepare(around) {
      const astral = astralOf(around);
      const { id } = around.sandbox.astral.publish({ code: 'stall' });
      const get = (): Promise<unknown> => Promise.resolve(astral.events.get(id));
      await get();
      return stage(astral, around.limits.timeouts.deadlineMs, get, () => {
        return during(around, 'events.get', () => around.relay.stall(), get);
      });
    },
  },
  {
    operation: 'call',
    still: 'the whole way',
    vendor: 'astral',
    ends: 'TimeoutError headers',
    async prepare(around) {
      const astral = astralOf(around);
      const { id } = around.sandbox.astral.publish({ code: 'stall' });
      const get = (): Promise<unknown> => Promise.resolve(astral.events.get(id));
      await get();
      return stage(astral, around.limits.timeouts.deadlineMs, get, () => {
        return during(around, 'events.get', () => around.relay.stall('vanish', true), get);
      });
    },
  },
  {
    operation: 'single poll',
    still: 'its connection',
    vendor: 'astral',
    ends: 'TimeoutError deadline',
    async prepare(around) {
      const astral = astralOf(around);
      const deadlineMs = around.limits.timeouts.headersMs;
      const poll = (): Promise<unknown> =>
        Promise.resolve(astral.events.poll({ timeout: 600 }, { timeouts: { deadlineMs } }));
      await astral.ping();
      // The platform still holds the poll that stood still, and gives it the event.
      const next = async (): Promise<void> => {
        const { id } = around.sandbox.astral.publish({ code: 'stall' });
        const [event] = await astral.events.poll({ unconfirmed: true });
        if (event?.id !== id) throw new Error('The event was not found again.');
      };
      return stage(astral, deadlineMs, next, () =>
        during(around, 'events.poll', () => around.relay.stall(), poll),
      );
    },
  },
  {
    operation: 'poll of a consumer',
    still: 'its connection',
    vendor: 'astral',
    ends: 'its result',
    async prepare(around) {
      const { sandbox, server, relay, limits } = around;
      const clock = fastClock(limits.pollSpeed);
      const astral = new AstralClient({ ...server.credentials.astral, baseUrl: relay.url, clock });
      const arrived = arrivals();
      // The only process of its participant takes over at once what a lost poll has been given.
      const consumer = astral
        .consumer({ poll: { ladder: [60, 10] }, owner: () => true })
        .on('stall', ({ id }) => arrived.note(id));
      const running = consumer.run();
      const publish = (): Promise<unknown> => arrived.wait(sandbox.astral.publish({ code: 'stall' }).id);
      await publish();
      const end = async (): Promise<void> => {
        await consumer.stop();
        await running;
        await astral.close();
      };
      // The poll and its slack, and the sweep that follows a lost poll.
      const limitMs = (60_000 + 15_000 + 5_000) / limits.pollSpeed;
      const meet = async (): Promise<unknown> => {
        // The next poll is under way when an event has gone to the one before.
        await during(around, 'events.poll', () => undefined, publish);
        relay.stall();
        return publish();
      };
      return { limitMs, next: publish, meet, [Symbol.asyncDispose]: end };
    },
  },
  ...(['not taken', 'vanish'] as const).map((how): StallCase => ({
    operation: 'upload',
    still: how === 'vanish' ? 'the answer after its body' : 'its body, in the middle',
    vendor: 'astral',
    ends: 'TimeoutError headers',
    async prepare(around) {
      const astral = transferring(around);
      const data = Buffer.alloc(24 * MIB, 'stall');
      const upload = (size = data.byteLength): Promise<unknown> =>
        Promise.resolve(astral.packets.upload([{ name: 'stall.bin', data: data.subarray(0, size) }]));
      const limitMs = around.limits.timeouts.headersMs + 3_000;
      return stage(
        astral,
        limitMs,
        () => upload(1_000),
        () => {
          around.relay.stallAfter(how === 'vanish' ? data.byteLength : 4 * MIB, how);
          return upload();
        },
      );
    },
  })),
  {
    operation: 'download into a folder',
    still: 'its body, in the middle',
    vendor: 'astral',
    ends: 'TimeoutError idle',
    async prepare(around) {
      const { relay, sandbox, folder, limits } = around;
      const astral = transferring(around);
      // What no gzip makes smaller, so that the middle is a middle.
      const data = randomBytes(8 * MIB);
      const owner = sandbox.astral.participant().id;
      const { id } = await sandbox.astral.addPacket([{ name: 'stall.bin', data }], { owner });
      const target = join(folder, 'inbox');
      const extract = (): Promise<unknown> => astral.packets.extract(id, target);
      return stage(astral, limits.timeouts.idleMs + 3_000, extract, async () => {
        relay.stallAfter(2 * MIB, 'vanish');
        const [extracted] = await Promise.allSettled([extract()]);
        if (await exists(target)) throw new Error('The folder was not left as it was.');
        if (extracted.status === 'rejected') throw extracted.reason;
      });
    },
  },
  {
    operation: 'feed',
    still: 'its connection',
    vendor: 'reestro',
    ends: 'its result',
    async prepare({ sandbox, server, relay, limits }) {
      const reestro = new ReestroClient({
        ...server.credentials.reestro,
        baseUrl: relay.url,
        timeouts: limits.timeouts,
      });
      const arrived = arrivals();
      const feed = reestro.crypto.events.feed({
        key: 'stall',
        store: memoryCursorStore(),
        startFrom: 'oldest',
        idleMs: { min: 100, max: 200 },
        handler: (event) => arrived.note(event.eventId),
      });
      const running = feed.run();
      const add = (): Promise<unknown> => arrived.wait(sandbox.reestro.addEvent().eventId);
      await add();
      const end = async (): Promise<void> => {
        await feed.stop();
        await running;
        await reestro.close();
      };
      const meet = (): Promise<unknown> => {
        relay.stall();
        return add();
      };
      return { limitMs: limits.timeouts.deadlineMs, next: add, meet, [Symbol.asyncDispose]: end };
    },
  },
  {
    operation: 'token',
    still: 'the whole way',
    vendor: 'asna',
    ends: 'TokenError',
    async prepare({ server, relay, limits }) {
      const { auth } = server.credentials.asna;
      const asna = new AsnaClient({
        baseUrl: relay.url,
        auth: {
          ...auth,
          tokenUrl: relay.url + new URL(auth.tokenUrl).pathname,
          tokenTimeoutMs: limits.timeouts.headersMs,
        },
        timeouts: limits.timeouts,
      });
      const call = (): Promise<unknown> => Promise.resolve(asna.stores.list());
      return stage(asna, limits.timeouts.deadlineMs, call, () => {
        relay.stall('vanish', true);
        return call();
      });
    },
  },
];

function astralOf({ server, relay, limits }: Surroundings): AstralClient {
  return new AstralClient({ ...server.credentials.astral, baseUrl: relay.url, timeouts: limits.timeouts });
}

/** A file may take as long as it takes: only silence is an error. */
function transferring({ server, relay, limits }: Surroundings): AstralClient {
  const { connectMs, headersMs, idleMs } = limits.timeouts;
  return new AstralClient({
    ...server.credentials.astral,
    baseUrl: relay.url,
    timeouts: { connectMs, headersMs, idleMs },
  });
}

function stage(
  client: { close(): Promise<void> },
  limitMs: number,
  next: () => Promise<unknown>,
  meet: () => Promise<unknown>,
): Stage {
  return { limitMs, next, meet, [Symbol.asyncDispose]: () => client.close() };
}

/** Events that handlers have been given, to wait for. */
function arrivals(): { note(id: string): void; wait(id: string): Promise<void> } {
  const all = new Map<string, PromiseWithResolvers<void>>();
  const of = (id: string): PromiseWithResolvers<void> => {
    const known = all.get(id) ?? Promise.withResolvers<void>();
    all.set(id, known);
    return known;
  };
  return { note: (id) => of(id).resolve(), wait: (id) => of(id).promise };
}

/** Does something to the connections once the sandbox has got a request of this operation; settles as the work does. */
async function during<T>(
  { sandbox }: Surroundings,
  operation: string,
  act: () => void,
  work: () => Promise<T>,
): Promise<T> {
  const met = Promise.withResolvers<void>();
  const stop = sandbox.onRequest((request) => {
    if (request.operation !== operation || request.outcome !== 'open') return;
    stop();
    act();
    met.resolve();
  });
  try {
    const [result] = await Promise.all([work(), met.promise]);
    return result;
  } finally {
    stop();
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
