import { type Clock, PartnerApiError } from '@partner-apis/core';
import { Decision } from './decision.ts';
import type { HandlerContext } from './handler.ts';
import type { Observer } from '../observing/observer.ts';
import type { Item } from './work-queue.ts';

/** One event in a slot: what is needed to time its handler out, wake it from a pause, and end it at shutdown. */
export class HandlerRun {
  readonly item: Item;
  readonly #clock: Clock;
  /** Undefined when work may go on; in a pause, resolves with its end. */
  readonly #gate: () => Promise<void> | undefined;
  #controller: AbortController | undefined;
  #endTimer: (() => void) | undefined;
  #wake: (() => void) | undefined;
  /** Nothing new may begin for this event. */
  ending = false;
  /** Nobody waits for it any more. */
  abandoned = false;

  constructor(item: Item, clock: Clock, gate: () => Promise<void> | undefined) {
    this.item = item;
    this.#clock = clock;
    this.#gate = gate;
  }

  /** Calls the user's code once. Settles when that settles, however long it takes after its signal has aborted. */
  async once(
    attempt: number,
    timeoutMs: number,
    observer: Observer,
    work: (ctx: HandlerContext) => unknown,
  ): Promise<unknown> {
    const controller = new AbortController();
    this.#controller = controller;
    if (Number.isFinite(timeoutMs)) {
      this.#endTimer = this.#clock.schedule(timeoutMs, () => controller.abort(this.#timeout(timeoutMs)));
    }
    const ctx: HandlerContext = {
      signal: controller.signal,
      attempt,
      confirm: () => new Decision('confirm', undefined),
      release: (reason) => new Decision('release', reason),
      deadLetter: (reason) => new Decision('deadLetter', reason),
    };
    try {
      return await this.#wrapped(observer, attempt, async () => work(ctx));
    } finally {
      this.#endTimer?.();
      this.#controller = undefined;
    }
  }

  /** Waits before the next run; cut short when the consumer stops. */
  async rest(ms: number): Promise<void> {
    if (this.ending) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#clock.schedule(ms, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
    this.#wake = undefined;
  }

  /** Resolves with the end of the pause; undefined when there is none. To be asked again after it, since the next may have begun. */
  get pause(): Promise<void> | undefined {
    return this.ending ? undefined : this.#gate();
  }

  /** No further run; the one that is on goes on. */
  end(): void {
    this.ending = true;
    this.#wake?.();
  }

  /** Waits for the run that is on no longer. */
  abandon(): void {
    this.abandoned = true;
    this.#endTimer?.();
  }

  /** Aborts the signal of the run that is on. */
  cancel(): void {
    this.#controller?.abort(
      new PartnerApiError(
        'CONSUMER_STOPPED',
        `The consumer is stopping, and the handler of Astral.Platform event ${this.item.id} has used up drainMs.`,
        { vendor: 'astral' },
      ),
    );
  }

  /** The user's `around` hook wraps the run for context and timing, and can neither change nor delay what comes of it. */
  #wrapped(observer: Observer, attempt: number, work: () => Promise<unknown>): Promise<unknown> {
    const { hooks } = observer;
    const { around } = hooks;
    if (around === undefined) return work();
    let failure: unknown;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    let started: Promise<void> | undefined;
    const begin = (): Promise<void> => {
      started ??= work().then(resolve, (error: unknown) => {
        failure = error;
        reject(error);
        throw error;
      });
      // Whoever calls next() may look at it or not.
      started.catch(() => {});
      return started;
    };
    const { id, event } = this.item;
    observer.guard('hooks.around', async () => {
      try {
        await around.call(hooks, { eventId: id, code: String(event.code), attempt }, begin);
      } catch (error) {
        if (error !== failure || started === undefined) throw error;
      } finally {
        void begin();
      }
    });
    return promise;
  }

  #timeout(timeoutMs: number): PartnerApiError {
    return new PartnerApiError(
      'HANDLER_TIMEOUT',
      `The handler of Astral.Platform event ${this.item.id} was not done within ${timeoutMs} ms (handlerTimeoutMs). Its slot stays taken until it settles.`,
      { vendor: 'astral' },
    );
  }
}
