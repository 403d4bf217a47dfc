import { ConfigurationError, PartnerApiError } from '@partner-apis/core/user';
import type { Caller } from '@partner-apis/core/vendor';
import { normalId } from '../api/ids.ts';
import type { Delivery } from './handling/delivery.ts';
import { Engine } from './engine.ts';
import type { ConsumedEvent, HandlerContext } from './handling/handler.ts';
import { type ConsumerOptions, settingsOf } from './options.ts';
import { platformOf } from './asking/platform.ts';
import { Routes } from './handling/routes.ts';

/** Options of `astral.events.stream()`: those of a consumer but for what only push style has. */
export type StreamOptions = Omit<ConsumerOptions, 'retry' | 'signals'>;

/** What a client stops before it closes. */
export interface Stoppable {
  stop(): Promise<unknown>;
}

/** Events in pull style; to be iterated once. */
export interface EventStream extends AsyncIterable<Delivery> {
  /** Starts it. Leaving the loop stops it and gives back what was not confirmed. */
  [Symbol.asyncIterator](): AsyncIterator<Delivery, undefined>;
}

/**
 * The consumer's engine behind a `for await` loop. It starts with the first turn of the loop. Leaving the loop stops it: what was not
 * confirmed is released. A fatal error ends the loop by throwing; aborting `signal` ends it without.
 *
 * @throws ConfigurationError for options that cannot work.
 */
export function streamEvents(client: Caller, options: StreamOptions, running: Set<Stoppable>): EventStream {
  const settings = settingsOf({ ...options, retry: { retries: 0 } }, client.runtime);
  let taken = false;
  return {
    [Symbol.asyncIterator]() {
      if (taken)
        throw new ConfigurationError('A stream of events can be iterated once: call stream() again.');
      taken = true;
      const { logger } = client.runtime;
      const parts = { settings, logger, platform: platformOf(client), owner: this };
      return new Pull((routes, ending) => {
        const engine = new Engine({ ...parts, routes, ending });
        running.add(engine);
        const ended = (): void => void running.delete(engine);
        engine.done.then(ended, ended);
        return engine;
      }, settings.signal);
    },
  };
}

/** What the loop's reader has, or could have, and has not decided on. */
interface Offered {
  readonly delivery: Delivery;
  readonly giveBack: () => void;
}

type MakeEngine = (routes: Routes, ending: () => void) => Engine;
type Turn = IteratorResult<Delivery, undefined>;

class Pull implements AsyncIterator<Delivery, undefined> {
  readonly #engine: Engine;
  readonly #signal: AbortSignal | undefined;
  readonly #ready: Offered[] = [];
  readonly #open = new Set<Offered>();
  readonly #readers: PromiseWithResolvers<Turn>[] = [];
  readonly #onAbort = (): void => void this.#engine.stop();
  #started = false;
  #ended: { error: unknown } | undefined;

  constructor(makeEngine: MakeEngine, signal: AbortSignal | undefined) {
    const routes = new Routes();
    routes.every((event, ctx) => this.#offer(event, ctx));
    routes.seal();
    // What nobody has pulled yet is given back at once; what the reader works on has `drainMs` to be confirmed.
    this.#engine = makeEngine(routes, () => this.#giveBack([...this.#ready]));
    this.#signal = signal;
  }

  next(): Promise<Turn> {
    this.#start();
    const offered = this.#ready.shift();
    if (offered !== undefined) return Promise.resolve({ done: false, value: offered.delivery });
    const reader = Promise.withResolvers<Turn>();
    this.#readers.push(reader);
    if (this.#ended !== undefined) this.#finish(this.#ended.error);
    return reader.promise;
  }

  async return(): Promise<Turn> {
    this.#started = true;
    this.#giveBack([...this.#open]);
    await this.#engine.stop({ drainMs: 1_000, graceMs: 0 });
    this.#finish(undefined);
    return { done: true, value: undefined };
  }

  #start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#engine.done.then(
      () => this.#finish(undefined),
      (error: unknown) => this.#finish(error),
    );
    if (this.#signal?.aborted === true) return this.#onAbort();
    this.#signal?.addEventListener('abort', this.#onAbort, { once: true });
    this.#engine.start();
  }

  /** The error goes to one reader; after that the loop is simply over. */
  #finish(error: unknown): void {
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#ended = { error };
    for (const reader of this.#readers.splice(0)) {
      if (this.#ended.error === undefined) reader.resolve({ done: true, value: undefined });
      else reader.reject(this.#ended.error);
      this.#ended.error = undefined;
    }
  }

  #giveBack(offers: readonly Offered[]): void {
    for (const offered of offers) offered.giveBack();
  }

  /** The engine's handler of every event: settles when the reader has decided. */
  #offer(event: ConsumedEvent, ctx: HandlerContext): Promise<unknown> {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const id = normalId(event.id) ?? event.id;
    let confirmed: Promise<void> | undefined;
    const decide = (decision: unknown): void => {
      this.#open.delete(offered);
      const at = this.#ready.indexOf(offered);
      if (at !== -1) this.#ready.splice(at, 1);
      resolve(decision);
    };
    const delivery: Delivery = {
      event,
      attempt: ctx.attempt,
      signal: ctx.signal,
      confirm: () => {
        if (confirmed !== undefined) return confirmed;
        confirmed = this.#open.has(offered) ? this.#engine.acknowledgements.of(id) : tooLate(id);
        decide(undefined);
        return confirmed;
      },
      release: (reason) => decide(ctx.release(reason)),
      deadLetter: (reason) => decide(ctx.deadLetter(reason)),
    };
    const offered: Offered = {
      delivery,
      giveBack: () => decide(ctx.release('the loop over the events ended')),
    };
    this.#open.add(offered);
    const reader = this.#readers.shift();
    if (reader === undefined) this.#ready.push(offered);
    else reader.resolve({ done: false, value: delivery });
    return promise;
  }
}

function tooLate(id: string): Promise<void> {
  const late = Promise.reject(
    new PartnerApiError(
      'DELIVERY_SETTLED',
      `Astral.Platform event ${id} was given back before confirm() was called. It comes back.`,
      { vendor: 'astral' },
    ),
  );
  // Whoever does not wait for it must not be ended by it.
  late.catch(() => {});
  return late;
}
