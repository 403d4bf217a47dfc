import { consumerLoop } from '../../../src/consumer/loading.ts';
import { AstralClient, type Consumer } from '@partner-apis/astral';
import { type Connection, type Seen, VirtualPlatform } from '../support/virtual-platform.ts';
import { type ProcessClock, settle, VirtualClock } from '@partner-apis/test-kit';

// A consumer loads it when it first runs; here, before time is moved.
await consumerLoop();

/** What the handler does on one run. */
export type Act = 'ok' | 'slow' | 'throw' | 'release' | 'giveUp' | 'hang' | 'late';

/** What travels in an event of the model. */
export interface Plan {
  /** One act per run; the last one is repeated. */
  readonly acts: readonly Act[];
  readonly key: string | undefined;
}

/** How a process is configured. */
export interface ProcessOptions {
  readonly concurrency: number;
  readonly limitMax: number;
  readonly maxUnconfirmed: number;
  readonly ordered: boolean;
  readonly buries: boolean;
  readonly minAgeMs: number;
}

/** One consumer in a process of its own. */
export interface Process {
  readonly options: ProcessOptions;
  readonly clock: ProcessClock;
  readonly connection: Connection;
  readonly consumer: Consumer;
  readonly run: Promise<void>;
  /** Ids at work. */
  readonly working: Map<string, string | undefined>;
  /** Ids in the order in which polls have brought them. */
  readonly delivered: string[];
  /** Ids that came by a poll only. */
  readonly byPoll: Set<string>;
  /** Place in `delivered` of the last one begun, per key. */
  readonly begun: Map<string, number>;
  /** When it was last paused or resumed, and its last request of each kind. */
  touchedAt: number;
  lastRequest: Partial<Record<Seen['operation'], Seen>>;
  state: 'running' | 'paused' | 'stopping' | 'stopped' | 'crashed' | 'failed';
}

/** Something that must never happen did. */
export class Violation extends Error {}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Violation(what);
}

/** Everything there is: the platform, the processes, and the book that is kept on them. Every rule is checked as things happen. */
export class World {
  readonly clock = new VirtualClock(1_000_000);
  readonly platform = new VirtualPlatform(this.clock);
  readonly processes: Process[] = [];
  readonly plans = new Map<string, Plan>();
  /** Ids whose handler resolved, or whose dead letter did. */
  readonly done = new Set<string>();
  readonly violations: Violation[] = [];
  requests = 0;
  duplicates = 0;
  readonly #runs = new Map<string, number>();
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
    this.platform.onRequest = (seen) => this.#check(() => this.#requested(seen));
    this.platform.onDelivered = ({ from, operation, delivered = [] }) => {
      const process = this.processes.find(({ connection }) => connection === from);
      if (operation === 'poll') process?.delivered.push(...delivered);
    };
  }

  publish(plan: Plan, count: number): void {
    for (const id of this.platform.publish('model', plan, count)) this.plans.set(id, plan);
  }

  start(options: ProcessOptions): void {
    const clock = this.clock.ofProcess();
    const connection = this.platform.connect();
    const astral = new AstralClient({ apiKey: 'k', transport: connection, clock, random: this.#random });
    const consumer = astral
      .consumer({
        concurrency: options.concurrency,
        limitMax: options.limitMax,
        maxUnconfirmed: options.maxUnconfirmed,
        maxAttempts: 6,
        handlerTimeoutMs: 60_000,
        retry: { retries: 1, minDelayMs: 100, maxDelayMs: 1_000 },
        sweep: { everyMs: 60_000, minAgeMs: options.minAgeMs },
        hooks: {
          received: ({ eventId, source }) => {
            if (source === 'poll') process.byPoll.add(eventId);
            else process.byPoll.delete(eventId);
          },
        },
        ...(options.ordered ? { orderKey: (event) => planOf(event).key } : {}),
        ...(options.buries ? { deadLetter: (event: { id: string }) => void this.done.add(event.id) } : {}),
      })
      .on('model', (event, ctx) => this.#handle(process, event.id, planOf(event), ctx));
    const process: Process = {
      options,
      clock,
      connection,
      consumer,
      run: consumer.run(),
      working: new Map(),
      delivered: [],
      byPoll: new Set(),
      begun: new Map(),
      touchedAt: this.clock.now(),
      lastRequest: {},
      state: 'running',
    };
    process.run.catch(() => (process.state = 'failed'));
    this.processes.push(process);
  }

  crash(process: Process, noticed: boolean): void {
    process.state = 'crashed';
    process.clock.kill();
    process.connection.crash(noticed);
  }

  /** Stops a process and looks at what is left of it. */
  async stop(process: Process): Promise<void> {
    process.state = 'stopping';
    let settled = false;
    void process.consumer.stop({ drainMs: 2_000, graceMs: 500, flushMs: 1_000 }).then((result) => {
      settled = true;
      this.#check(() => {
        must(process.clock.waiting === 0, 'a stopped consumer has timers left');
        must(process.connection.open === 0, 'a stopped consumer has requests under way');
        for (const id of process.working.keys())
          must(result.abandoned.includes(id), 'abandoned does not name a handler at work');
        for (const id of result.unconfirmed)
          must(this.done.has(id), 'unconfirmed names what was not handled');
      });
      process.state = 'stopped';
    });
    await this.clock.advance(4_000);
    this.#check(() => must(settled, 'stop() did not settle in time'));
  }

  /** Looks at what must hold at any time. */
  check(): void {
    const [first] = this.violations;
    if (first !== undefined) throw first;
    for (const process of this.processes) {
      const health = process.consumer.health();
      if (process.state === 'crashed') continue;
      must(process.working.size <= process.options.concurrency, 'more handlers than slots');
      must(process.connection.polls <= 1, 'two polls at once');
      must(health.unconfirmed <= process.options.maxUnconfirmed, 'more unconfirmed than allowed');
      must(process.state !== 'failed', 'run() rejected without a fatal error');
    }
    const { pending, unconfirmed, confirmed } = this.platform;
    must(pending.length + unconfirmed.size + confirmed.size === this.plans.size, 'an event is gone');
  }

  /** Ends every process and the faults, and lets a new consumer finish what is left. */
  async finish(): Promise<void> {
    this.platform.clearFaults();
    for (const process of this.processes) {
      if (process.state === 'running' || process.state === 'paused') await this.stop(process);
    }
    this.start({
      concurrency: 4,
      limitMax: 20,
      maxUnconfirmed: 50,
      ordered: false,
      buries: true,
      minAgeMs: 0,
    });
    for (let i = 0; i < 60 && this.platform.confirmed.size < this.plans.size; i += 1)
      await this.clock.advance(60_000);
    this.check();
    must(this.platform.confirmed.size === this.plans.size, 'an event was never confirmed');
    for (const id of this.plans.keys()) must(this.done.has(id), 'confirmed, but never handled');
    for (const process of this.processes) if (process.state === 'running') await this.stop(process);
    for (const process of this.processes) process.clock.kill();
    await settle();
    const [first] = this.violations;
    if (first !== undefined) throw first;
  }

  async #handle(
    process: Process,
    id: string,
    plan: Plan,
    ctx: { signal: AbortSignal; release(): unknown; deadLetter(): unknown },
  ): Promise<unknown> {
    // What a process that has crashed goes on to do here does not happen.
    if (gone(process)) return await new Promise(() => {});
    const run = this.#runs.get(id) ?? 0;
    this.#runs.set(id, run + 1);
    this.#check(() => this.#starting(process, id, plan));
    process.working.set(id, plan.key);
    try {
      const result = await act(this.clock, plan.acts[Math.min(run, plan.acts.length - 1)] ?? 'ok', ctx);
      if (gone(process)) return await new Promise(() => {});
      if (result === undefined) this.done.add(id);
      return result;
    } finally {
      process.working.delete(id);
    }
  }

  #starting(process: Process, id: string, plan: Plan): void {
    must(!process.working.has(id), 'one id handled twice at once in a process');
    must(process.working.size < process.options.concurrency, 'a handler without a slot');
    must(process.state === 'running', `a handler begins while ${process.state}`);
    if (this.platform.confirmed.has(id) || this.done.has(id)) this.duplicates += 1;
    if (!process.options.ordered || plan.key === undefined) return;
    must(![...process.working.values()].includes(plan.key), 'two of one key at once');
    const place = process.delivered.indexOf(id);
    if (!process.byPoll.has(id)) return;
    must(place > (process.begun.get(plan.key) ?? -1), 'events of one key begin out of order');
    process.begun.set(plan.key, place);
    process.byPoll.delete(id);
  }

  #requested(seen: Seen): void {
    this.requests += 1;
    const process = this.processes.find(({ connection }) => connection === seen.from);
    if (process === undefined || process.state === 'crashed') return;
    must(process.state !== 'stopped', 'a request after the stop');
    const { options, working } = process;
    if (seen.operation === 'confirm') {
      for (const id of seen.ids) must(this.done.has(id), 'confirmed before it was handled');
    } else {
      must(process.state === 'running', `a ${seen.operation} while ${process.state}`);
    }
    if (seen.operation === 'poll') {
      must(process.connection.polls === 0, 'two polls at once');
      must(seen.limit >= 1 && seen.limit <= options.limitMax, 'a limit out of range');
      must(seen.limit <= options.concurrency - working.size, 'a poll for more than the free slots');
    }
    this.#paced(process, seen);
  }

  /** No fault makes a loop flood the platform: after a request that brought nothing there is a pause. */
  #paced(process: Process, seen: Seen): void {
    const last = process.lastRequest[seen.operation];
    process.lastRequest[seen.operation] = seen;
    if (last === undefined || last.at <= process.touchedAt || process.state !== 'running') return;
    const brought =
      seen.operation === 'poll' &&
      ((last.delivered?.length ?? 0) > 0 || (last.endedAt ?? 0) - last.at >= 250);
    const through = seen.operation === 'confirm' && last.ids.every((id) => this.platform.confirmed.has(id));
    if (brought || through) return;
    must(
      seen.at - (last.endedAt ?? last.at) >= 49,
      `a ${seen.operation} right after one that brought nothing`,
    );
  }

  #check(look: () => void): void {
    try {
      look();
    } catch (violation) {
      if (!(violation instanceof Violation)) throw violation;
      this.violations.push(violation);
    }
  }
}

/** Looked at anew each time: it may have happened meanwhile. */
function gone({ state }: Process): boolean {
  return state === 'crashed';
}

async function act(
  clock: VirtualClock,
  what: Act,
  ctx: { signal: AbortSignal; release(): unknown; deadLetter(): unknown },
): Promise<unknown> {
  switch (what) {
    case 'ok':
      return undefined;
    case 'slow':
      await clock.sleep(5_000);
      return undefined;
    case 'late':
      // Past its time limit, and it resolves all the same.
      await clock.sleep(90_000);
      return undefined;
    case 'throw':
      throw new Error('as planned');
    case 'release':
      return ctx.release();
    case 'giveUp':
      return ctx.deadLetter();
    case 'hang':
      await new Promise((resolve) => {
        ctx.signal.addEventListener('abort', resolve, { once: true });
      });
      throw new Error('gave up');
  }
}

function planOf(event: { data: Record<string, unknown> }): Plan {
  const { acts, key } = event.data;
  // The world published it.
  return { acts: acts as Act[], key: typeof key === 'string' ? key : undefined };
}
