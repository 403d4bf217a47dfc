import type { ApiCall, Caller, CallOptions } from '@partner-apis/core';
import { getPacket } from './file-operations.ts';
import type { Packet } from './models.ts';

/** Packets: groups of files. Manual, sections 3.5 to 3.7. */
export class Packets {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /** Reads a packet's metadata; `files` in the order of the upload. */
  get(packetId: string, options?: CallOptions): ApiCall<Packet> {
    return this.#client.call(getPacket, { params: { packetId } }, options);
  }
}
