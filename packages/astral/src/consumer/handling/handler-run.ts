import { type Clock, PartnerApiError } from '@partner-apis/core/user';
import { Decision } from './decision.ts';
import type { HandlerContext } from './handler.ts';
import type { Observer } from '../observing/observer.ts';
import type { ConsumerHooks } from '../observing/signals.ts';
import type { Item } from './work-queue.ts';

// None of them needs anything of its run, so all runs share them.
const confirm = (): Decision => new Decision('confirm', undefined);
const release = (reason?: string): Decision => new Decision('release', reason);
const deadLetter = (reason?: string): Decision => new Decision('deadLetter', reason);

/** One event in a slot: what is needed to time its handler out, wake it from a pause, and end it at shutdown. */
export class HandlerRun {
  readonly item: Item;
  /** Undefined when work may go on; in a pause, resolves with its end. */
  readonly #gate: () => Promise<void> | undefined;
  #controller: AbortController | undefined;
  #timeoutMs = Number.POSITIVE_INFINITY;
  #wake: (() => void) | undefined;
  /** Where it stands among the handlers at work. */
  place = -1;
  /** Until when the handler that is on may take, in epoch milliseconds. */
  endsAt = Number.POSITIVE_INFINITY;
  /** Nothing new may begin for this event. */
  ending = false;
  /** Nobody waits for it any more. */
  abandoned = false;

  constructor(item: Item, gate: () => Promise<void> | undefined) {
    this.item = item;
    this.#gate = gate;
  }

  /**
   * Calls the user's code once; {@link over} is to be called when what it returns has settled, however long that takes after its signal has
   * aborted.
   *
   * @param startedAt - By the clock, which is looked at once for each run.
   */
  once(
    attempt: number,
    startedAt: number,
    timeoutMs: number,
    observer: Observer,
    work: (item: Item, ctx: HandlerContext) => unknown,
  ): unknown {
    const controller = new AbortController();
    this.#controller = controller;
    this.#timeoutMs = timeoutMs;
    this.endsAt = startedAt + timeoutMs;
    const ctx: HandlerContext = { signal: controller.signal, attempt, confirm, release, deadLetter };
    const { around } = observer.hooks;
    return around === undefined
      ? work(this.item, ctx)
      : this.#wrapped(observer, around, attempt, async () => work(this.item, ctx));
  }

  /** What {@link once} began has settled. */
  over(): void {
    this.#controller = undefined;
    this.endsAt = Number.POSITIVE_INFINITY;
  }

  /** The handler that is on has used up its time. */
  expire(): void {
    this.endsAt = Number.POSITIVE_INFINITY;
    this.#controller?.abort(
      new PartnerApiError(
        'HANDLER_TIMEOUT',
        `The handler of Astral.Platform event ${this.item.id} was not done within ${this.#timeoutMs} ms (handlerTimeoutMs). Its slot stays taken until it settles.`,
        { vendor: 'astral' },
      ),
    );
  }

  /** Waits before the next run; cut short when the consumer stops. */
  async rest(ms: number, clock: Clock): Promise<void> {
    if (this.ending) return;
    await new Promise<void>((resolve) => {
      const cancel = clock.schedule(ms, resolve);
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
    this.endsAt = Number.POSITIVE_INFINITY;
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
  #wrapped(
    observer: Observer,
    around: NonNullable<ConsumerHooks['around']>,
    attempt: number,
    work: () => Promise<unknown>,
  ): Promise<unknown> {
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
        await around.call(observer.hooks, { eventId: id, code: String(event.code), attempt }, begin);
      } catch (error) {
        if (error !== failure || started === undefined) throw error;
      } finally {
        void begin();
      }
    });
    return promise;
  }
}
