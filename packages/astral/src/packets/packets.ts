import { ApiCall, type CallOptions, type WithResponse } from '@partner-apis/core/user';
import type { Caller } from '@partner-apis/core/vendor';
import { type ArchiveOptions, archiveShape, openArchive } from './archive/open-archive.ts';
import type { PacketArchive } from './archive/packet-archive.ts';
import { reading } from './loading.ts';
import { type ExtractedFile, type ExtractOptions, extractPacket } from './saving/extract-packet.ts';
import { downloadPacket, getPacket } from '../api/file-operations.ts';
import { checkCall } from '../api/invalid.ts';
import type { Packet } from '../api/models.ts';
import { upload } from './upload/upload-packet.ts';
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
    return upload(this.#client, files, options);
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
    return new ApiCall(this.#download(packetId, options));
  }

  async #download(packetId: string, options: ArchiveOptions): Promise<WithResponse<PacketArchive>> {
    checkCall(downloadPacket.id, options, archiveShape);
    const { entries, response } = await openArchive(this.#client, downloadPacket, packetId, options);
    const { PacketArchive } = await reading();
    return { data: new PacketArchive(entries), response };
  }

  /**
   * Downloads a packet into a folder, which is made when it is not there: all of its files, intact and flushed to the disk, or none.
   * Names become safe file names right under the folder, whatever they say; equal ones are numbered. A failure or an abort leaves the
   * folder as it was.
   *
   * Rejects with ArchiveError, with FileSystemError for trouble on the disk, and with whatever a download rejects with.
   */
  extract(packetId: string, directory: string | URL, options: ExtractOptions = {}): Promise<ExtractedFile[]> {
    return extractPacket(this.#client, packetId, directory, options);
  }
}
