import { ConfigurationError, ConnectionError } from '@partner-apis/core';
import { type Encoded, encode, type Envelope } from '../item/envelope.ts';
import { type ForwardItem, keyOf } from '../item/item.ts';
import type { Outcome, Sink } from '../item/sink.ts';

/** How long BullMQ keeps a job that is done: for ever (`false`), not at all (`true`), or a number of jobs (`count`), an age in seconds (`age`), or both. */
export type KeepJobs = boolean | number | { readonly age?: number; readonly count?: number };

/** What is used of a BullMQ `Queue`, version 5 or 6. */
export interface BullmqQueueLike {
  /** Name of the queue. */
  readonly name: string;
  /** What the queue says about its jobs. */
  readonly defaultJobOptions?: object | undefined;
  /** Adds jobs in one round trip. */
  addBulk(
    jobs: { name: string; data: Envelope; opts?: { jobId?: string; removeOnComplete?: never } }[],
  ): Promise<unknown>;
  /** Reads a job; undefined where there is none. */
  getJob(id: string): Promise<unknown>;
}

/** Options of {@link bullmqSink}. */
export interface BullmqSinkOptions<Queue extends BullmqQueueLike = BullmqQueueLike> {
  /** The queue. Give it a connection with `enableOfflineQueue: false`, so that a Redis that is away is noticed at once. It stays yours. */
  readonly queue: Queue;
  /**
   * How long Redis remembers a job that is done, and with it that an event which comes again is a duplicate. Default: what the queue's
   * `defaultJobOptions` say, else `{ age: 259200 }`, three days.
   */
  readonly removeOnComplete?: KeepJobs;
  /** The same for jobs that have failed for good. Default: what the queue says, else for ever. */
  readonly removeOnFail?: KeepJobs;
  /** Further options of every job, such as `attempts` and `backoff`. `jobId` is the sink's. */
  readonly job?: Readonly<Record<string, unknown>>;
}

/** Seconds for which a done job has to be remembered at least: an event can come again after the sweep of another process. */
const LEAST_AGE = 3_600;
const DEFAULT_AGE = 259_200;

/**
 * Puts items into a BullMQ queue, a batch with one round trip. The job's id is the item's, so an event that comes again is no second job while
 * Redis remembers the first: see `removeOnComplete`. Redis must not evict (`maxmemory-policy noeviction`) and should keep an append-only file
 * with `appendfsync always`; with `everysec` a machine that loses power loses up to two seconds of jobs which were acknowledged.
 *
 * @throws ConfigurationError when done jobs would be forgotten at once, so that events which come again would run twice.
 */
export function bullmqSink<Queue extends BullmqQueueLike>(options: BullmqSinkOptions<Queue>): Sink {
  const { queue, job = {} } = options;
  if (typeof queue?.addBulk !== 'function')
    throw new ConfigurationError(
      'bullmqSink() needs a queue of BullMQ: bullmqSink({ queue: new Queue(name, …) }).',
    );
  const kept = keeping(options);
  const hearing: Hearing = { waiting: new Set() };
  return {
    title: 'bullmq',
    async put(items, { signal, headers }) {
      signal.throwIfAborted();
      if (items.length === 0) return [];
      const encoded = items.map((item): readonly [ForwardItem, Encoded] => [item, encode(item, headers)]);
      const outcomes = await whileConnected(queue, hearing, signal, () =>
        add(queue, encoded, { ...job, ...kept }),
      );
      return encoded.map(([item, written]): Outcome => {
        return 'reject' in written ? written : (outcomes.get(keyOf(item)) ?? 'retry');
      });
    },
  };
}

async function add(
  queue: BullmqQueueLike,
  encoded: readonly (readonly [ForwardItem, Encoded])[],
  job: object,
): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  const jobs = new Map<string, Parameters<BullmqQueueLike['addBulk']>[0][number]>();
  for (const [item, written] of encoded) {
    if ('envelope' in written)
      jobs.set(keyOf(item), {
        name: item.type,
        data: written.envelope,
        opts: { ...job, jobId: keyOf(item) },
      });
  }
  const ids = [...jobs.keys()];
  const known = await Promise.all(ids.map((id) => queue.getJob(id)));
  ids.forEach((id, index) => outcomes.set(id, known[index] == null ? 'stored' : 'duplicate'));
  // Of two puts at the same time both may see nothing: Redis itself still makes one job of them.
  const fresh = ids.filter((id) => outcomes.get(id) === 'stored').flatMap((id) => jobs.get(id) ?? []);
  if (fresh.length > 0) await queue.addBulk(fresh);
  return outcomes;
}

/** What the sink reads of the connection behind a queue: ioredis, or what BullMQ puts around another client. */
interface RedisStatus {
  readonly status?: unknown;
  on?(event: 'close', listener: () => void): unknown;
  off?(event: 'close', listener: () => void): unknown;
}

/** How long a connection that is being made is waited for, in milliseconds. */
const CONNECT_MS = 1_000;

/**
 * Runs commands on a connection that is there. BullMQ's own settings would let them wait in memory for a Redis that is away, and a command
 * whose connection broke would wait for the next one; either would keep the forwarder from noticing.
 */
async function whileConnected<T>(
  queue: BullmqQueueLike,
  hearing: Hearing,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => undefined);
  const fail = (what: string): void => {
    const text = `The Redis of the BullMQ queue ${queue.name} is away: ${what}.`;
    broken.reject(new ConnectionError(text, 'REDIS_AWAY', { hint: 'The forwarder tries again by itself.' }));
  };
  const onClose = (): void => fail('its connection broke; whether the jobs were added is unknown');
  const onAbort = (): void => broken.reject(signal.reason);
  const timer = setTimeout(() => fail(`there was no connection within ${CONNECT_MS} ms`), CONNECT_MS);
  signal.addEventListener('abort', onAbort, { once: true });
  let client: RedisStatus | undefined;
  try {
    client = await Promise.race([clientOf(queue), broken.promise]);
    clearTimeout(timer);
    hear(hearing, client, onClose);
    const status = typeof client?.status === 'string' ? client.status : 'ready';
    if (status !== 'ready') fail(`its connection is '${status}'`);
    return await Promise.race(status === 'ready' ? [work(), broken.promise] : [broken.promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    unhear(hearing, onClose);
  }
}

/** Who is to hear of a connection that breaks: one listener for all puts under way, since clients warn of many. */
interface Hearing {
  readonly waiting: Set<() => void>;
  stop?: () => void;
}

function hear(hearing: Hearing, client: RedisStatus | undefined, onClose: () => void): void {
  hearing.waiting.add(onClose);
  if (hearing.stop !== undefined) return;
  const listener = (): void => {
    for (const tell of hearing.waiting) tell();
  };
  client?.on?.('close', listener);
  hearing.stop = () => void client?.off?.('close', listener);
}

function unhear(hearing: Hearing, onClose: () => void): void {
  hearing.waiting.delete(onClose);
  if (hearing.waiting.size > 0) return;
  hearing.stop?.();
  delete hearing.stop;
}

/** The connection once it is ready: `queue.client` in version 5, `queue.backend.client` in version 6. */
async function clientOf(queue: object): Promise<RedisStatus | undefined> {
  const backend: unknown = Reflect.get(queue, 'backend') ?? queue;
  const client: unknown = await Reflect.get(Object(backend), 'client');
  return typeof client === 'object' && client !== null ? client : undefined;
}

function keeping({ queue, removeOnComplete, removeOnFail }: BullmqSinkOptions): object {
  const defaults: unknown = queue.defaultJobOptions ?? {};
  const said: unknown = Reflect.get(Object(defaults), 'removeOnComplete');
  const failed = removeOnFail === undefined ? {} : { removeOnFail };
  if (removeOnComplete !== undefined) return { removeOnComplete, ...failed };
  if (said === undefined) return { removeOnComplete: { age: DEFAULT_AGE }, ...failed };
  if (forgets(said))
    throw new ConfigurationError(
      `bullmqSink(): the queue ${queue.name} has removeOnComplete ${JSON.stringify(said)}, so Redis forgets a job that is done (almost) at once, and an event that comes again would be handled twice.`,
      {
        hint: `Give bullmqSink({ removeOnComplete: { age: ${DEFAULT_AGE} } }), or say there that you want what the queue has.`,
      },
    );
  return failed;
}

/** Whether done jobs are forgotten before an event can have come again. */
function forgets(keep: unknown): boolean {
  if (keep === true || keep === 0) return true;
  if (typeof keep === 'number') return keep < 1_000;
  const { age, count } = Object(keep) as { age?: unknown; count?: unknown };
  return (typeof age === 'number' && age < LEAST_AGE) || (typeof count === 'number' && count < 1_000);
}
