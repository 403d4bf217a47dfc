import { PartnerApiError } from '@partner-apis/core/user';
import type { Caller } from '@partner-apis/core/vendor';
import { normalId } from '../../api/ids.ts';
import { platformOf } from '../asking/platform.ts';
import { Engine } from '../engine.ts';
import type { Delivery } from '../handling/delivery.ts';
import type { ConsumedEvent, HandlerContext } from '../handling/handler.ts';
import { Routes } from '../handling/routes.ts';
import { Lifecycle } from '../lifecycle.ts';
import { Observer } from '../observing/observer.ts';
import type { Settings } from '../options.ts';

/** What the loop's reader has, or could have, and has not decided on. */
interface Offered {
  readonly delivery: Delivery;
  readonly giveBack: () => void;
}

type Turn = IteratorResult<Delivery, undefined>;

/** A consumer whose handler is whoever asks for the next event. It starts when first asked. */
export class Pull implements AsyncIterator<Delivery, undefined> {
  readonly #engine: Engine;
  readonly #signal: AbortSignal | undefined;
  readonly #ready: Offered[] = [];
  readonly #open = new Set<Offered>();
  readonly #readers: PromiseWithResolvers<Turn>[] = [];
  readonly #onAbort = (): void => void this.#engine.stop();
  #started = false;
  #ended: { error: unknown } | undefined;

  /** @param owner - Named in diagnostics as the source. */
  constructor(client: Caller, settings: Settings, owner: object) {
    const routes = new Routes();
    routes.every((event, ctx) => this.#offer(event, ctx));
    routes.seal();
    const { logger } = client.runtime;
    const observer = new Observer(settings.hooks, logger, owner);
    this.#engine = new Engine({
      settings,
      routes,
      platform: platformOf(client),
      observer,
      lifecycle: new Lifecycle(observer),
      // What nobody has pulled yet is given back at once; what the reader works on has `drainMs` to be confirmed.
      ending: () => this.#giveBack([...this.#ready]),
    });
    this.#signal = settings.signal;
  }

  /** Resolves after the stop, rejects when a fatal error caused it. */
  get done(): Promise<void> {
    return this.#engine.done;
  }

  stop(): Promise<unknown> {
    return this.#engine.stop();
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
    this.#engine.lifecycle.to('running');
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
