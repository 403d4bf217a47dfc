/** A body that was handed out: still unread, or being read. */
export interface HandedOut {
  /** Whether somebody has begun to read it. */
  readonly reading: boolean;
  /** Ends it now; whoever reads it gets an error. */
  discard(): void;
}

/** What a client has under way, so that closing it can wait for that, and knows what nobody waits for. */
export class Lifecycle {
  readonly #bodies = new Set<HandedOut>();
  #running = 0;
  #closed = false;
  #idle: (() => void) | undefined;

  /** Whether new calls are refused. */
  get closed(): boolean {
    return this.#closed;
  }

  /** A call begins. */
  enter(): void {
    this.#running += 1;
  }

  /** A call has settled. */
  leave(): void {
    this.#running -= 1;
    this.#settle();
  }

  /** A call hands out a body. */
  add(body: HandedOut): void {
    this.#bodies.add(body);
  }

  /** A body has ended. */
  remove(body: HandedOut): void {
    this.#bodies.delete(body);
    this.#settle();
  }

  /** No new calls from here on; resolves when the running ones have settled and the bodies that are being read have ended. */
  async close(): Promise<void> {
    this.#closed = true;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#idle = resolve;
    this.#settle();
    await promise;
  }

  #settle(): void {
    if (!this.#closed) return;
    for (const body of this.#bodies) {
      if (body.reading) continue;
      this.#bodies.delete(body);
      body.discard();
    }
    if (this.#running === 0 && this.#bodies.size === 0) this.#idle?.();
  }
}
