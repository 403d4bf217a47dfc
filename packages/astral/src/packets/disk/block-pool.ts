/** A few blocks of memory that are used over and over. */
export class BlockPool {
  readonly #size: number;
  #unmade: number;
  readonly #free: Uint8Array[] = [];
  readonly #waiting: ((block: Uint8Array) => void)[] = [];

  constructor(size: number, count: number) {
    this.#size = size;
    this.#unmade = count;
  }

  /** A block that is free, with whatever it held before; resolves when there is one. */
  async take(): Promise<Uint8Array> {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    if (this.#unmade > 0) {
      this.#unmade -= 1;
      return Buffer.allocUnsafeSlow(this.#size);
    }
    const { promise, resolve } = Promise.withResolvers<Uint8Array>();
    this.#waiting.push(resolve);
    return promise;
  }

  giveBack(block: Uint8Array): void {
    const waiting = this.#waiting.shift();
    if (waiting === undefined) this.#free.push(block);
    else waiting(block);
  }
}
