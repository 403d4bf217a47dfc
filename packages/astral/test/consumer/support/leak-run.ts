// 200,000 events and 20,000 empty polls through one consumer, in a process with nothing else in it. Prints what it holds on to.
import { getEventListeners } from 'node:events';
import {
  AstralClient,
  type Transport,
  type TransportRequest,
  type TransportResponse,
} from '@partner-apis/astral';
import { settle, VirtualClock } from '@partner-apis/test-kit';

const [events = 200_000, empty = 20_000] = process.argv.slice(2).map(Number);

const clock = new VirtualClock(1_000_000);
let [left, given, confirmed, polls] = [0, 0, 0, 0];

/** A platform without a memory, so that only the consumer's own is measured. */
const transport: Transport = {
  name: 'forgetful',
  close: () => Promise.resolve(),
  async send({ method, url, body, signal }: TransportRequest): Promise<TransportResponse> {
    if (method === 'POST') {
      confirmed += (typeof body === 'string' ? body : '').split('","').length;
      return respond({ status: 200, count: 1 });
    }
    if (url.includes('unconfirmed=true')) return respond({ status: 200, events: [] });
    polls += 1;
    if (left === 0) await waited(signal);
    const limit = Math.min(left, Number(new URL(url).searchParams.get('limit')));
    left -= limit;
    return respond({ status: 200, events: Array.from({ length: limit }, makeEvent) });
  },
};

function makeEvent(): object {
  const id = (given += 1).toString(16).padStart(32, '0');
  return { id, code: 'a', producer: 'p', consumer: ['c'], data: { text: 'x'.repeat(100) } };
}

function waited(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = clock.schedule(600_000, () => {
      signal.removeEventListener('abort', gone);
      resolve();
    });
    const gone = (): void => {
      cancel();
      reject(signal.reason);
    };
    signal.addEventListener('abort', gone, { once: true });
  });
}

function respond(value: unknown): TransportResponse {
  const bytes = Buffer.from(JSON.stringify(value));
  const body = {
    read: () => Promise.resolve({ bytes, truncated: false }),
    async *stream() {
      yield bytes;
    },
    discard: () => {},
  };
  return { status: 200, headers: { 'content-type': 'application/json' }, body };
}

const stopping = new AbortController();
const astral = new AstralClient({ apiKey: 'k', transport, clock });
const consumer = astral
  .consumer({ concurrency: 100, signal: stopping.signal, orderKey: (event) => event.id.slice(-1) })
  .on('a', (event) => (given % 1_000 === 0 ? Promise.reject(new Error(event.id)) : undefined));

/** Handles `count` events and lets them be confirmed. */
async function handle(count: number): Promise<void> {
  const target = given + count;
  left = count;
  // The poll that waits for nothing ends first.
  while (given < target) await clock.advance(600_000);
  await clock.advance(1_000);
}

async function measure(): Promise<Record<string, number>> {
  await settle();
  globalThis.gc?.();
  await settle();
  globalThis.gc?.();
  return {
    heap: process.memoryUsage().heapUsed,
    timers: clock.waiting,
    resources: process.getActiveResourcesInfo().length,
    listeners: getEventListeners(stopping.signal, 'abort').length,
  };
}

const run = consumer.run();
// What it remembers on purpose is bounded: let it fill up first.
await handle(50_000);
const before = await measure();
await handle(events);
const afterEvents = await measure();
for (const until = polls + empty; polls < until;) await clock.advance(60_000_000);
const afterPolls = await measure();
stopping.abort();
await clock.advance(30_000);
await run;
const afterStop = await measure();
process.stdout.write(JSON.stringify({ given, confirmed, polls, before, afterEvents, afterPolls, afterStop }));
