import { AstralClient, isTimeoutError } from '@partner-apis/astral';
import type { Claim, Evidence, RunOptions } from '../claim.ts';
import { EventQueue } from '../soak/event-queue.ts';
import { eventServer } from '../soak/event-server.ts';

const AT_ONCE = 500;
/** The documented default of `undiciTransport({ connections })`. */
const POOL = 64;
/** The server still counts a connection whose call has ended by its deadline until it has seen its end; every fifth call can be one. */
const MOST_CONNECTIONS = POOL + 3 + Math.ceil(POOL / 5);
/** What a call may take at the most, for every fifth of them. */
const DEADLINE_MS = 2_000;
/** How late a busy machine may notice that a deadline has passed. */
const LATE_MS = 1_000;
/** Between two events that are published while the calls are under way. */
const EVERY_MS = 100;

/** Far more calls at once than there are connections, to a server that is slow. */
export const callFlood: Claim = {
  id: 'call-flood',
  holds:
    'Hundreds of calls at once keep to the pool, end by their deadlines, and do not hold up the long poll.',
  how: `${AT_ONCE} calls at a time to a server that takes half a second for each, all on one client: at most ${POOL} connections for calls, the documented default, beside the three of a consumer (poll, sweep, confirmation). Every fifth call has a deadline of ${DEADLINE_MS / 1000} s, which those at the end of the queue cannot keep. Meanwhile an event is published every ${EVERY_MS} ms and the consumer of the same client handles it. Ten rounds. Short: one.`,
  short: true,
  run,
};

async function run(options: RunOptions): Promise<Evidence> {
  const rounds = options.short ? 1 : 10;
  const queue = new EventQueue(1_000_000);
  const publishedAt: number[] = [];
  const delays: number[] = [];
  await using server = await eventServer({ queue, share: 0, speed: 1, getMs: 500 });
  await using astral = new AstralClient({ apiKey: 'flood', baseUrl: server.url });
  const consumer = astral.consumer().on('soak', (event) => {
    delays.push(performance.now() - (publishedAt[Number(event.data['number'])] ?? 0));
  });
  const consuming = consumer.run();
  const publishing = setInterval(() => {
    publishedAt.push(performance.now());
    queue.publish(1);
  }, EVERY_MS);
  const ends: CallEnd[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    ends.push(...(await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => ask(astral, i)))));
    options.progress(`${ends.length.toLocaleString('en')} calls are over`);
  }
  clearInterval(publishing);
  const handled = delays.length;
  await consumer.stop();
  await consuming;
  const limited = ends.filter(({ limitMs }) => limitMs !== undefined);
  const overruns = limited.map(({ tookMs, limitMs = 0 }) => tookMs - limitMs);
  const failed = ends.filter(({ end, limitMs }) => end !== 'answer' && !(end === 'deadline' && limitMs));
  const slowest = Math.max(...delays);
  return {
    rows: [
      { what: 'calls', figure: ends.length },
      { what: 'answered', figure: ends.filter(({ end }) => end === 'answer').length },
      { what: 'ended by their own deadline', figure: ends.filter(({ end }) => end === 'deadline').length },
      { what: 'ended in any other way', figure: failed.length },
      { what: 'ms after its deadline that the latest ended', figure: Math.round(Math.max(0, ...overruns)) },
      { what: 'connections at once, at the most', figure: server.mostConnections },
      { what: 'events handled by the consumer meanwhile', figure: handled },
      { what: 'ms from publication to handler, at the most', figure: Math.round(slowest) },
    ],
    missed: [
      ...(failed.length > 0 ? [`${failed.length} calls failed, the first with ${failed[0]?.end}.`] : []),
      ...(Math.max(...overruns) > LATE_MS ? ['A call outlived its deadline.'] : []),
      ...(server.mostConnections > MOST_CONNECTIONS
        ? [`${server.mostConnections} connections were open at once.`]
        : []),
      ...(handled === 0 || slowest > 1_000 ? ['The long poll was starved.'] : []),
    ],
  };
}

interface CallEnd {
  readonly end: string;
  readonly tookMs: number;
  readonly limitMs: number | undefined;
}

async function ask(astral: AstralClient, index: number): Promise<CallEnd> {
  const limitMs = index % 5 === 0 ? DEADLINE_MS : undefined;
  const started = performance.now();
  const done = (end: string): CallEnd => ({ end, tookMs: performance.now() - started, limitMs });
  try {
    const id = index.toString(16).padStart(32, '0');
    await astral.events.get(id, limitMs === undefined ? {} : { timeouts: { deadlineMs: limitMs } });
    return done('answer');
  } catch (error) {
    return done(isTimeoutError(error) ? error.phase : String(error));
  }
}
