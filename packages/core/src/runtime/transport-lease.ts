import type { Transport } from '../transport/transport.ts';

/** One transport shared by the clients that `with()` made from each other. Closed with its last owner, if it is ours. */
export class TransportLease {
  /** What requests are sent with. */
  readonly transport: Transport;
  readonly #owned: boolean;
  #owners = 1;

  constructor(transport: Transport, owned: boolean) {
    this.transport = transport;
    this.#owned = owned;
  }

  /** One more owner. */
  share(): this {
    this.#owners += 1;
    return this;
  }

  /** One owner less. */
  async release(): Promise<void> {
    this.#owners -= 1;
    if (this.#owners === 0 && this.#owned) await this.transport.close();
  }
}
