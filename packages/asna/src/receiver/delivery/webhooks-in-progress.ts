import type { Clock } from '@partner-apis/core';
import type { Soon } from '../soon.ts';
import type { AnswerName } from '../webhook-answer.ts';

interface InProgress {
  readonly abort: AbortController;
  /** Made by whoever waits for its end. */
  ended: PromiseWithResolvers<void> | undefined;
}

/** The webhooks that are being handled, by key. */
export class WebhooksInProgress {
  readonly #clock: Clock;
  readonly #work = new Map<string, InProgress>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#work.size;
  }

  has(key: string): boolean {
    return this.#work.has(key);
  }

  /**
   * Runs `work`, which neither throws nor rejects, and answers `late` when it takes longer than `ms`; it runs on then, and keeps its key. Work that is
   * done when it returns has no limit of time: nothing could have ended it.
   */
  run(key: string, ms: number, work: (signal: AbortSignal) => Soon<AnswerName>): Soon<AnswerName> {
    const one: InProgress = { abort: new AbortController(), ended: undefined };
    this.#work.set(key, one);
    const running = work(one.abort.signal);
    if (typeof running === 'string') return this.#end(key, one, running);
    return new Promise((resolve) => {
      const late = (): void => {
        one.abort.abort(new Error('The handler of a webhook took longer than handlerTimeoutMs.'));
        resolve('late');
      };
      const cancel = Number.isFinite(ms) ? this.#clock.schedule(ms, late) : undefined;
      void running.then((name) => {
        cancel?.();
        resolve(this.#end(key, one, name));
      });
    });
  }

  /** Resolves when all have settled, or after `drainMs`: then their signals abort. */
  async drain(drainMs = Number.POSITIVE_INFINITY): Promise<void> {
    const waiting = [...this.#work.values()];
    const out = Promise.withResolvers<void>();
    const cancel = Number.isFinite(drainMs)
      ? this.#clock.schedule(drainMs, () => {
          for (const { abort } of waiting) abort.abort(new Error('The webhook receiver was stopped.'));
          out.resolve();
        })
      : undefined;
    const ended = waiting.map((one) => (one.ended ??= Promise.withResolvers()).promise);
    await Promise.race([Promise.all(ended), out.promise]);
    cancel?.();
  }

  #end(key: string, one: InProgress, name: AnswerName): AnswerName {
    this.#work.delete(key);
    one.ended?.resolve();
    return name;
  }
}
