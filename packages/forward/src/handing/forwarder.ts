import { ConfigurationError } from '@partner-apis/core';
import { settlesWithin } from '@partner-apis/core/vendor';
import type { SourceRun, StopLimits, StopResult } from '../sources/source.ts';
import { HandOver } from './hand-over.ts';
import { type ForwarderHealth, healthOf } from './health.ts';
import { Observer } from './observer.ts';
import { type ForwardOptions, type Settings, settingsOf } from './options.ts';
import type { ForwarderState } from './signals.ts';

const NEXT: Readonly<Record<ForwarderState, readonly ForwarderState[]>> = {
  created: ['running', 'draining'],
  running: ['paused', 'draining'],
  paused: ['running', 'draining'],
  draining: ['cancelling', 'flushing'],
  cancelling: ['flushing'],
  flushing: ['stopped', 'failed'],
  stopped: [],
  failed: [],
};

/**
 * Hands the events of a source over to an engine, for as long as it runs. An event is acknowledged at its source after the engine has it, never
 * before; one that comes twice is the same item, by its id. It runs once: make a new one to start again.
 */
export class Forwarder implements AsyncDisposable {
  readonly #settings: Settings;
  readonly #observer: Observer;
  readonly #handOver: HandOver;
  readonly #source: SourceRun;
  #state: ForwarderState = 'created';
  #started = false;
  #stopping: Promise<StopResult> | undefined;
  #fatal: { readonly error: unknown } | undefined;

  /** @internal */
  constructor(settings: Settings) {
    this.#settings = settings;
    this.#observer = new Observer(settings.hooks, settings.logger, this);
    this.#handOver = new HandOver(settings, this.#observer, {
      away: () => this.#source.pause(),
      back: () => this.#state === 'running' && this.#source.resume(),
      fatal: (error) => this.#fail(error),
    });
    this.#source = settings.source.open(this.#handOver);
  }

  /**
   * Forwards until stopped. Resolves after {@link stop}. Rejects, after an orderly stop, with what no waiting helps: a refused credential, a
   * cursor that somebody else moved, a sink that is set up wrongly. An engine that is away is waited for.
   *
   * @throws ConfigurationError when called twice.
   */
  async run(): Promise<void> {
    if (this.#started) throw new ConfigurationError('A forwarder runs once: make a new one with forward().');
    this.#started = true;
    const { signal, signals } = this.#settings;
    const stop = (): void => void this.stop();
    for (const name of signals) process.once(name, stop);
    signal?.addEventListener('abort', stop, { once: true });
    try {
      if (signal?.aborted === true) stop();
      if (this.#to('running')) await this.#source.run();
    } catch (error) {
      this.#fail(error);
    } finally {
      for (const name of signals) process.removeListener(name, stop);
      signal?.removeEventListener('abort', stop);
    }
    await this.stop();
    if (this.#fatal !== undefined) throw this.#fatal.error;
  }

  /**
   * Ends the run: asks for nothing more, waits `drainMs` for what is in hand to reach the engine, aborts the put and waits `graceMs`, then sends
   * what is still to be acknowledged and closes the sink, `flushMs` each. What the engine did not take comes again. Always settles; later
   * calls get the same result.
   */
  stop({ drainMs = 20_000, graceMs = 5_000, flushMs = 5_000 }: StopLimits = {}): Promise<StopResult> {
    this.#stopping ??= this.#stop({ drainMs, graceMs, flushMs });
    return this.#stopping;
  }

  /** Asks for no events until {@link resume}; what is in hand goes on to the engine, but for a page of a feed, which waits. */
  pause(): void {
    if (!this.#to('paused')) return;
    this.#handOver.paused = true;
    this.#source.pause();
  }

  /** Goes on after {@link pause}. */
  resume(): void {
    if (this.#state !== 'paused' || !this.#to('running')) return;
    this.#handOver.resume();
    if (this.#handOver.engine !== 'away') this.#source.resume();
  }

  /** How it is doing; for a health endpoint. */
  health(): ForwarderHealth {
    return healthOf(this.#state, this.#handOver, this.#source.health());
  }

  /** {@link stop}, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #stop(limits: Required<StopLimits>): Promise<StopResult> {
    const { clock, sink } = this.#settings;
    this.#to('draining');
    this.#handOver.end();
    const cancelling = clock.schedule(limits.drainMs, () => void this.#to('cancelling'));
    const result = await this.#source.stop(limits);
    cancelling();
    this.#handOver.cancel();
    this.#to('flushing');
    // A sink that does not settle must not hold up the stop.
    const closed = (async () => sink.close?.())().catch((error: unknown) =>
      this.#observer.report('error', 'the sink could not be closed.', { err: error }),
    );
    await settlesWithin(clock, limits.flushMs, closed);
    this.#to(this.#fatal === undefined ? 'stopped' : 'failed');
    return result;
  }

  #to(next: ForwarderState): boolean {
    const from = this.#state;
    if (!NEXT[from].includes(next)) return false;
    this.#state = next;
    this.#observer.tell('state', { from, to: next });
    return true;
  }

  /** Ends the run with an error; the first one counts. */
  #fail(error: unknown): void {
    this.#fatal ??= { error };
    this.#observer.report('error', 'it stops: trying again cannot help. run() rejects with the error.', {
      err: error,
    });
    void this.stop();
  }
}

/**
 * Makes a forwarder: takes the events of a source and puts them into an engine, in batches of one put and one acknowledgement. Nothing happens
 * before `run()`.
 *
 * @example
 * ```ts
 * const forwarder = forward({ source: astralSource(astral), sink: bullmqSink({ queue }), signals: ['SIGTERM', 'SIGINT'] });
 * await forwarder.run();
 * ```
 * @throws ConfigurationError for options that cannot work.
 */
export function forward(options: ForwardOptions): Forwarder {
  return new Forwarder(settingsOf(options));
}
