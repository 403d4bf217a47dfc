import { AsnaClient } from '@partner-apis/asna';
import { AstralClient } from '@partner-apis/astral';
import { memoryCursorStore, ReestroClient } from '@partner-apis/reestro';
import { fastClock } from '../fast-clock.ts';
import { arrivals, during, stage, type StallCase, type Surroundings } from './stall-case.ts';
import { transferCases } from './transfer-cases.ts';

/** Every operation that meets a connection that stands still. */
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
  ...transferCases,
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
