import { ConfigurationError, type Schema } from '@partner-apis/core/user';
import type { Caller, OutputOf } from '@partner-apis/core/vendor';
import type { Engine } from './engine.ts';
import type { ConsumedEvent, Handler, HandlerContext, InvalidHandler } from './handling/handler.ts';
import { type ConsumerHealth, NOTHING_YET } from './observing/health.ts';
import { type ConsumerOptions, type Settings, settingsOf } from './options.ts';
import { Lifecycle } from './lifecycle.ts';
import { consumerLoop } from './loading.ts';
import { Observer } from './observing/observer.ts';
import { onProcessSignals } from './stopping/process-signals.ts';
import { Routes } from './handling/routes.ts';
import type { Stoppable } from './stream.ts';
import type { StopLimits, StopResult } from './stopping/stop.ts';

/**
 * An endless consumer of the events of one participant. Every event that arrives is handled at least once and confirmed after its handler
 * resolved; see the guide `docs/astral-consumer.md` for the guarantee in full. It runs once: make a new one to start again.
 *
 * @example
 * ```ts
 * const consumer = astral
 *   .consumer({ concurrency: 8, signals: ['SIGTERM', 'SIGINT'] })
 *   .on('signature.verified', Payload, async (event, ctx) => save(event.id, event.data))
 *   .otherwise((event, ctx) => ctx.release('unknown code'));
 * await consumer.run();
 * ```
 */
export class Consumer implements AsyncDisposable {
  readonly #client: Caller;
  readonly #settings: Settings;
  readonly #routes = new Routes();
  readonly #observer: Observer;
  readonly #lifecycle: Lifecycle;
  readonly #running: Set<Stoppable>;
  #started = false;
  /** Made by the run, since its code is loaded for it. */
  #engine: Engine | undefined;
  #stopped: Promise<StopResult> | undefined;

  /**
   * @param running - What the client stops before it closes.
   * @internal
   */
  constructor(client: Caller, options: ConsumerOptions, running: Set<Stoppable>) {
    this.#client = client;
    this.#settings = settingsOf(options, client.runtime);
    this.#observer = new Observer(this.#settings.hooks, client.runtime.logger, this);
    this.#lifecycle = new Lifecycle(this.#observer);
    this.#running = running;
  }

  /**
   * Registers the handler of one event code or several. With a schema (any Standard Schema) `event.data` is what the schema makes of it, and
   * events that it refuses go to {@link onInvalid}. Resolving confirms the event; throwing repeats it, then releases it.
   *
   * @throws ConfigurationError for a code that has a handler, and after `run()`.
   */
  on<S extends Schema<unknown, unknown>>(
    codes: string | readonly string[],
    schema: S,
    handler: Handler<OutputOf<S>>,
  ): this;
  on(codes: string | readonly string[], handler: Handler): this;
  on(codes: string | readonly string[], ...rest: readonly [unknown, unknown?]): this {
    const [schema, handler] = rest.length > 1 ? rest : [undefined, rest[0]];
    this.#routes.on(codes, schema, handler);
    return this;
  }

  /**
   * Registers what is done with events whose data their schema refuses, or that are no events as the manual has them. Resolve to a decision
   * of `ctx`; anything else releases. Default: reported, and set aside where it is no event, released where its schema refuses it.
   *
   * @throws ConfigurationError when called twice, and after `run()`.
   */
  onInvalid(handler: InvalidHandler): this {
    this.#routes.onInvalid(handler);
    return this;
  }

  /**
   * Registers what is done with events of all other codes. Resolve to a decision of `ctx`; anything else releases. Default: set aside and
   * reported.
   *
   * @throws ConfigurationError when called twice, and after `run()`.
   */
  otherwise(handler: (event: ConsumedEvent, ctx: HandlerContext) => unknown): this {
    this.#routes.otherwise(handler);
    return this;
  }

  /**
   * Consumes until stopped. Resolves after {@link stop}; rejects when asking again cannot help (status 401 or 403, a configuration that
   * cannot work, code of the consumer that can no longer be loaded when it begins), after an orderly stop. No other failure ends it.
   *
   * @throws ConfigurationError when called twice, and without any `.on()` or `.otherwise()`: then nothing has been asked.
   */
  async run(): Promise<void> {
    if (this.#started)
      throw new ConfigurationError(
        'A consumer runs once: make a new one with astral.consumer() to run again.',
      );
    if (this.#routes.empty)
      throw new ConfigurationError(
        'An Astral.Platform consumer needs a handler before run(): without .on() or .otherwise() it would take events and set them all aside.',
      );
    this.#started = true;
    this.#running.add(this);
    this.#routes.seal();
    const { signal, signals } = this.#settings;
    const stop = (): void => void this.stop();
    const forget = onProcessSignals(signals, stop);
    signal?.addEventListener('abort', stop, { once: true });
    try {
      if (signal?.aborted === true) stop();
      else if (this.#lifecycle.to('running')) await this.#work();
    } finally {
      forget();
      signal?.removeEventListener('abort', stop);
      this.#running.delete(this);
    }
  }

  /**
   * Ends the run: takes nothing more, waits `drainMs` for handlers, aborts their signals and waits `graceMs`, then sends what is still to be
   * confirmed for `flushMs`. Always settles within the three together; later calls get the same result. Do not await it in a handler.
   */
  stop(limits?: StopLimits): Promise<StopResult> {
    return this.#engine?.stop(limits) ?? this.#endWithoutEngine('stopped');
  }

  /** Takes no new events and starts no handlers; those at work finish and are confirmed. */
  pause(): void {
    if (this.#engine === undefined) this.#lifecycle.to('paused');
    else this.#engine.pause();
  }

  /** Goes on after {@link pause}. */
  resume(): void {
    if (this.#engine !== undefined) this.#engine.resume();
    else if (this.#lifecycle.state === 'paused') this.#lifecycle.to('running');
  }

  /** How it is doing. */
  health(): ConsumerHealth {
    const { state } = this.#lifecycle;
    return this.#engine?.health() ?? { ...NOTHING_YET, state, timeout: this.#settings.poll.ladder[0] ?? 60 };
  }

  /** {@link stop}, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #work(): Promise<void> {
    const loop = await consumerLoop().catch((error: unknown) => this.#unloaded(error));
    // Stopped while it was loaded.
    if (this.#lifecycle.ending || loop === undefined) return;
    const { Engine, platformOf } = loop;
    this.#engine = new Engine({
      settings: this.#settings,
      routes: this.#routes,
      platform: platformOf(this.#client),
      observer: this.#observer,
      lifecycle: this.#lifecycle,
    });
    this.#engine.start();
    await this.#engine.done;
  }

  #unloaded(error: unknown): undefined {
    if (this.#lifecycle.ending) return;
    this.#observer.report('error', 'it stops: its code could not be loaded. run() rejects with the error.', {
      err: error,
    });
    void this.#endWithoutEngine('failed');
    throw error;
  }

  /** Without an engine nothing was taken, so there is nothing to wait for. */
  #endWithoutEngine(as: 'stopped' | 'failed'): Promise<StopResult> {
    if (this.#stopped === undefined) {
      // Before anything else: a hook that hears of the stop may call it again.
      this.#stopped = Promise.resolve({ drained: true, abandoned: [], unconfirmed: [] });
      for (const state of ['draining', 'flushing', as] as const) this.#lifecycle.to(state);
    }
    return this.#stopped;
  }
}
