import { ApiCall, type CallOptions } from '@partner-apis/core/user';
import type { Caller } from '@partner-apis/core/vendor';
import type { ArchiveOptions } from './archive/open-archive.ts';
import type { PacketArchive } from './archive/packet-archive.ts';
import type { ExtractedFile, ExtractOptions } from './saving/extract-packet.ts';
import { getPacket } from '../api/file-operations.ts';
import type { Packet } from '../api/models.ts';
import { transfers } from './loading.ts';
import type { UploadFile, UploadOptions } from './upload/upload-file.ts';

/** Packets: groups of files. Manual, sections 3.5 to 3.7. */
export class Packets {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Uploads files as one packet, in this order. Nothing is held in memory but what was given as bytes or text. Not repeated by itself
   * once it may have arrived: that would make a second packet.
   *
   * Rejects with RequestValidationError for files that cannot be sent, and for a source that fails, or is longer or shorter than
   * announced, on the way; then no packet is made.
   *
   * @example
   * ```ts
   * const packet = await astral.packets.upload([
   *   { name: 'Договор.pdf', data: { path: '/outbox/contract.pdf' }, type: 'application/pdf' },
   *   { name: 'Опись.txt', data: 'Договор — 1 шт.' },
   * ]);
   * ```
   * @see Astral.Platform manual, section 3.5
   */
  upload(files: readonly UploadFile[], options: UploadOptions = {}): ApiCall<Packet> {
    // As it is now: it may be filled anew while the code is loaded.
    const list: unknown = Array.isArray(files) ? files.slice() : files;
    return new ApiCall(transfers().then(({ upload }) => upload(this.#client, list, options)));
  }

  /**
   * Reads a packet's metadata; `files` in the order of the upload.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Astral.Platform manual, section 3.7
   */
  get(packetId: string, options?: CallOptions): ApiCall<Packet> {
    return this.#client.call(getPacket, { params: { packetId } }, options);
  }

  /**
   * Downloads a packet as one archive, to be looped over while it arrives. Resolves when the answer begins. Reading rejects with
   * ArchiveError for an archive that is broken, hostile or over a limit.
   *
   * @see Astral.Platform manual, section 3.6
   */
  download(packetId: string, options: ArchiveOptions = {}): ApiCall<PacketArchive> {
    return new ApiCall(
      transfers().then(({ downloadArchive }) => downloadArchive(this.#client, packetId, options)),
    );
  }

  /**
   * Downloads a packet into a folder, which is made when it is not there: all of its files, intact and flushed to the disk, or none.
   * Names become safe file names right under the folder, whatever they say; equal ones are numbered. A failure or an abort leaves the
   * folder as it was.
   *
   * Rejects with ArchiveError, with FileSystemError for trouble on the disk, and with whatever a download rejects with.
   */
  async extract(
    packetId: string,
    directory: string | URL,
    options: ExtractOptions = {},
  ): Promise<ExtractedFile[]> {
    const { extractPacket } = await transfers();
    return extractPacket(this.#client, packetId, directory, options);
  }
}
