import { PartnerApiError } from '@partner-apis/core/user';

/** Who waits for the platform's yes to one id: pull style, where `await delivery.confirm()` means that it is confirmed. */
export class Acknowledgements {
  readonly #waiting = new Map<string, PromiseWithResolvers<void>>();

  #closed = false;

  /** Resolves when the platform has confirmed this id. */
  of(id: string): Promise<void> {
    const waiting = Promise.withResolvers<void>();
    // Whoever does not wait for it must not be ended by its failure.
    waiting.promise.catch(() => {});
    if (this.#closed) waiting.reject(stopped(id));
    else this.#waiting.set(id, waiting);
    return waiting.promise;
  }

  /** Whether somebody waits. */
  awaited(id: string): boolean {
    return this.#waiting.size > 0 && this.#waiting.has(id);
  }

  yes(id: string): void {
    if (this.#waiting.size === 0) return;
    this.#waiting.get(id)?.resolve();
    this.#waiting.delete(id);
  }

  no(id: string, error: unknown): void {
    this.#waiting.get(id)?.reject(error);
    this.#waiting.delete(id);
  }

  /** No answer comes any more. */
  close(): void {
    this.#closed = true;
    for (const [id, { reject }] of this.#waiting) reject(stopped(id));
    this.#waiting.clear();
  }
}

function stopped(id: string): PartnerApiError {
  return new PartnerApiError(
    'CONSUMER_STOPPED',
    `The consumer stopped before the platform confirmed Astral.Platform event ${id}. The event may come back.`,
    { vendor: 'astral' },
  );
}
