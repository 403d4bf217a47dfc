import type { ForwardedItem, Sink } from '@partner-apis/forward';
import { amqpSink, readAmqpMessage } from '@partner-apis/forward/amqp';
import { bullmqSink, readBullmqJob } from '@partner-apis/forward/bullmq';
import { natsSink, readNatsMessage } from '@partner-apis/forward/nats';
import { pgBossSink, readPgBossJob } from '@partner-apis/forward/pg-boss';
import { AckPolicy, jetstream, jetstreamManager, StorageType } from '@nats-io/jetstream';
import { connect as connectNats, type NatsConnection } from '@nats-io/transport-node';
import { connect as connectAmqp } from 'amqplib';
import { Queue, Worker } from 'bullmq';
import { PgBoss } from 'pg-boss';

/** Does what an event asks for. */
export type Handle = (item: ForwardedItem) => Promise<void>;

/** What the two sides of an engine are in a process of their own. Each is tried again until the server is there. */
export interface CrashEngine {
  sink(url: string): Promise<Sink>;
  /** `batch`: jobs that a worker takes at once, where it takes several. */
  work(url: string, handle: Handle, batch?: number): Promise<void>;
  /** Ids of all jobs that the engine knows, each as often as it has it; absent where it forgets what is done. */
  jobs?(url: string): Promise<string[]>;
}

const NAME = 'events';
/** How soon a job of a worker that died is given to another one, in milliseconds. */
const SOON_MS = 1_000;

function redisOf(url: string): { host: string; port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}

const bullmq: CrashEngine = {
  async sink(url) {
    const queue = new Queue(NAME, { connection: { ...redisOf(url), enableOfflineQueue: false } });
    queue.on('error', () => undefined);
    return bullmqSink({ queue });
  },
  async work(url, handle) {
    // A job whose worker died counts as stalled; BullMQ gives up on the second time unless it is told otherwise.
    const patience = { lockDuration: SOON_MS, stalledInterval: SOON_MS / 2, maxStalledCount: 1_000 };
    const worker = new Worker(NAME, async (job) => handle(await readBullmqJob(job)), {
      connection: { ...redisOf(url), maxRetriesPerRequest: null },
      concurrency: 5,
      ...patience,
    });
    worker.on('error', () => undefined);
  },
  async jobs(url) {
    const queue = new Queue(NAME, { connection: redisOf(url) });
    queue.on('error', () => undefined);
    const jobs = await queue.getJobs(undefined, 0, -1);
    await queue.close();
    return jobs.map(({ data }) => String(data.id));
  },
};

async function bossOn(url: string, supervise: boolean): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: url,
    schedule: false,
    supervise,
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
    max: 4,
  });
  boss.on('error', () => undefined);
  await boss.start();
  await boss.createQueue(NAME, { expireInSeconds: 1, retryLimit: 1_000, retryDelay: 0 });
  return boss;
}

const pgBoss: CrashEngine = {
  sink: async (url) => pgBossSink({ boss: await bossOn(url, false), queue: NAME }),
  async work(url, handle, batch = 1) {
    const boss = await bossOn(url, true);
    await boss.work(
      NAME,
      { batchSize: batch, localConcurrency: 5, pollingIntervalSeconds: 0.5 },
      async (jobs) => {
        for (const job of jobs) await handle(await readPgBossJob(job));
      },
    );
  },
  async jobs(url) {
    const boss = await bossOn(url, false);
    const { rows } = await boss
      .getDb()
      .executeSql("SELECT data->>'id' AS id FROM pgboss.job WHERE name = $1", [NAME]);
    await boss.stop({ graceful: false });
    return rows.map((row: { id: string }) => row.id);
  },
};

const amqp: CrashEngine = {
  sink: async (url) => amqpSink({ connect: () => connectAmqp(url), queue: NAME }),
  async work(url, handle) {
    const connection = await connectAmqp(url);
    const again = (): void => {
      setTimeout(() => void untilDone(() => amqp.work(url, handle)), 200);
    };
    connection.on('error', () => undefined);
    connection.once('close', again);
    const channel = await connection.createChannel();
    channel.on('error', () => undefined);
    await channel.assertQueue(NAME, { durable: true });
    await channel.prefetch(5);
    await channel.consume(NAME, (message) => {
      if (message === null) return;
      void readAmqpMessage(message)
        .then(handle)
        .then(() => channel.ack(message))
        .catch(() => undefined);
    });
  },
};

async function natsOn(url: string): Promise<NatsConnection> {
  const nc = await connectNats({ servers: url, maxReconnectAttempts: -1, reconnectTimeWait: 100 });
  const jsm = await jetstreamManager(nc);
  const hour = 3_600_000_000_000;
  await jsm.streams.add({ name: NAME, subjects: [NAME], storage: StorageType.File, duplicate_window: hour });
  const consumer = { durable_name: 'workers', ack_policy: AckPolicy.Explicit, ack_wait: SOON_MS * 1_000_000 };
  await jsm.consumers.add(NAME, consumer);
  return nc;
}

const nats: CrashEngine = {
  sink: async (url) => natsSink({ js: jetstream(await natsOn(url)), subject: NAME, timeoutMs: 1_000 }),
  async work(url, handle) {
    const consumer = await jetstream(await natsOn(url)).consumers.get(NAME, 'workers');
    const pull = async (): Promise<never> => {
      for (;;) {
        try {
          for await (const message of await consumer.fetch({ max_messages: 5, expires: 1_000 })) {
            await handle(await readNatsMessage(message));
            message.ack();
          }
        } catch {
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      }
    };
    void pull();
  },
  async jobs(url) {
    const nc = await natsOn(url);
    const jsm = await jetstreamManager(nc);
    const { state } = await jsm.streams.info(NAME);
    const ids: string[] = [];
    for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
      const message = await jsm.streams.getMessage(NAME, { seq });
      if (message !== null) ids.push((await readNatsMessage(message)).id);
    }
    await nc.close();
    return ids;
  },
};

export const engines = { bullmq, 'pg-boss': pgBoss, amqp, nats };

/** Tries until it works: a server may be starting. */
export async function untilDone<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
