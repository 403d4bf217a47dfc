import type { Clock } from '@partner-apis/core';
import type { AnswerName } from '../webhook-answer.ts';

/** The webhooks that are being handled, by key. */
export class WebhooksInProgress {
  readonly #clock: Clock;
  readonly #work = new Map<string, { done: Promise<unknown>; abort: AbortController }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#work.size;
  }

  has(key: string): boolean {
    return this.#work.has(key);
  }

  /** Runs `work`, which does not reject, and answers `late` when it takes longer than `ms`; it runs on then, and keeps its key. */
  run(key: string, ms: number, work: (signal: AbortSignal) => Promise<AnswerName>): Promise<AnswerName> {
    const abort = new AbortController();
    const done = work(abort.signal);
    this.#work.set(key, { done, abort });
    return new Promise((resolve) => {
      const late = (): void => {
        abort.abort(new Error('The handler of a webhook took longer than handlerTimeoutMs.'));
        resolve('late');
      };
      const cancel = Number.isFinite(ms) ? this.#clock.schedule(ms, late) : undefined;
      void done.then((name) => {
        this.#work.delete(key);
        cancel?.();
        resolve(name);
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
    await Promise.race([Promise.all(waiting.map(({ done }) => done)), out.promise]);
    cancel?.();
  }
}
