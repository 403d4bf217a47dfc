import { ApiCall, type CallOptions, type WithResponse } from '@partner-apis/core/user';
import { type Caller, FileDownload, type SavedFile } from '@partner-apis/core/vendor';
import { type SaveOptions, saveFile } from './saving/save-file.ts';
import { deleteFile, downloadFile, getFile } from '../api/file-operations.ts';
import type { FileRef } from '../api/ids.ts';
import type { AstralFile } from '../api/models.ts';
import { checkCall } from '../api/invalid.ts';
import { type FileOptions, openFile, verifyShape } from './open-file.ts';

/** Single files of packets. Manual, sections 3.8 to 3.10. */
export class Files {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Reads a file's metadata.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Astral.Platform manual, section 3.10
   */
  get(ref: FileRef, options?: CallOptions): ApiCall<AstralFile> {
    return this.#client.call(getFile, { params: { ref } }, options);
  }

  /**
   * Downloads a file, unchanged. Resolves when the answer begins; take the contents once, or close it.
   *
   * @throws NotFoundError where there is no such object (404), and as every `ApiCall`.
   * @see Astral.Platform manual, section 3.8
   */
  download(ref: FileRef, options: FileOptions = {}): ApiCall<FileDownload> {
    return new ApiCall(this.#download(ref, options));
  }

  async #download(ref: FileRef, options: FileOptions): Promise<WithResponse<FileDownload>> {
    checkCall(downloadFile.id, options, verifyShape);
    const { data, response } = await openFile(this.#client, downloadFile, ref, options);
    return { data: new FileDownload(data), response };
  }

  /**
   * Downloads a file to a path: all of it, flushed to the disk, or nothing. The folder is made when it is not there. Rejects with
   * FileSystemError for trouble on the disk.
   */
  save(ref: FileRef, path: string | URL, options: SaveOptions = {}): Promise<SavedFile> {
    return saveFile(this.#client, ref, path, options);
  }

  /**
   * Takes a file out of a packet; the packet goes with its last file. Repeated by itself after a failure that may pass, and a 404 to such a
   * repetition counts as done. A second call of yours rejects with NotFoundError: there the file is gone already.
   *
   * @see Astral.Platform manual, section 3.9
   */
  delete(ref: FileRef, options?: CallOptions): ApiCall<undefined> {
    return this.#client.call(deleteFile, { params: { ref } }, options);
  }
}
