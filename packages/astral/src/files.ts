import type { ApiCall, Caller, CallOptions } from '@partner-apis/core';
import { deleteFile, getFile } from './file-operations.ts';
import type { FileRef } from './ids.ts';
import type { AstralFile } from './models.ts';

/** Single files of packets. Manual, sections 3.8 to 3.10. */
export class Files {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /** Reads a file's metadata. */
  get(ref: FileRef, options?: CallOptions): ApiCall<AstralFile> {
    return this.#client.call(getFile, { params: ref }, options);
  }

  /** Takes a file out of a packet; the packet goes with its last file. Safe to repeat: what is gone already, is gone. */
  delete(ref: FileRef, options?: CallOptions): ApiCall<undefined> {
    return this.#client.call(deleteFile, { params: ref }, options);
  }
}
