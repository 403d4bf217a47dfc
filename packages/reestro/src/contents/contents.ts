import type { ApiCall, CallOptions } from '@partner-apis/core';
import type { Caller, FileDownload } from '@partner-apis/core/vendor';
import { downloading } from './downloading.ts';
import { downloadContent } from './operations.ts';
import { type SaveContentOptions, type SavedContent, saveContentTo } from './save-content.ts';

/** Stored files: certificates, receipts, documents, signatures, extracts. */
export class StoredContents {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Third-party evidence only: downloads a file, to be taken once, as a stream, as bytes or as text.
   *
   * @throws NotFoundError where there is no such object (404), and as every `ApiCall`.
   * @see Programs of others; version 1 of the documentation has GET /contents/{contentId}
   */
  download(contentId: string, options?: CallOptions): ApiCall<FileDownload> {
    return downloading(this.#client.call(downloadContent, { params: { contentId } }, options));
  }

  /**
   * Third-party evidence only: downloads a file to a path, all of it or nothing. With `md5` it is compared as it arrives.
   *
   * @throws ContentMismatchError when the file is not the one that was announced; nothing is left then.
   * @throws FileSystemError for what the disk refuses.
   */
  save(contentId: string, path: string | URL, options: SaveContentOptions = {}): Promise<SavedContent> {
    return saveContentTo(this.#client, contentId, path, options);
  }
}
