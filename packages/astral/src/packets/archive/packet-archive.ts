import { Contents } from '@partner-apis/core/vendor';
import { constants } from 'node:buffer';
import type { Readable } from 'node:stream';
import { invalid } from '../../api/invalid.ts';
import type { ArchiveEntries, ArchiveEntry } from './archive-entries.ts';
import { ArchiveError } from './archive-error.ts';

/** A file of a packet, while it passes by: read it before going on to the next one, or not at all. */
export interface ArchiveFile {
  /** Its id, 32 hex digits. */
  readonly fileId: string;
  /** Original name, as it was uploaded. Any text: never use it as a path; `packets.extract` makes it safe. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Its contents as a stream, which keeps the download at the reader's pace. */
  stream(): Readable;
  /**
   * Its contents in memory.
   *
   * @param limit - Most bytes to take. Default: whatever `limits.fileBytes` let through.
   * @throws ArchiveError with reason `limit` for a larger file.
   */
  bytes(limit?: number): Promise<Buffer>;
  /** Its contents as UTF-8 text; take `bytes()` for other encodings. */
  text(limit?: number): Promise<string>;
}

/**
 * The archive of a packet, read from the network as the loop goes on. Files that are not read are skipped without being kept. Leaving
 * the loop ends the download. Whether the archive was complete is known only when the loop ends by itself: until then, do not rely on
 * the files before.
 *
 * @example
 * ```ts
 * await using archive = await astral.packets.download(packetId);
 * for await (const file of archive) await pipeline(file.stream(), createWriteStream(myPathFor(file)));
 * ```
 */
export class PacketArchive implements AsyncIterable<ArchiveFile>, AsyncDisposable {
  readonly #entries: ArchiveEntries;
  #iterated = false;

  /** @internal */
  constructor(entries: ArchiveEntries) {
    this.#entries = entries;
  }

  /** The files in the order of the archive; once. Rejects with ArchiveError for an archive that is not intact. */
  [Symbol.asyncIterator](): AsyncGenerator<ArchiveFile, void> {
    if (this.#iterated) throw new TypeError('An archive can be gone through once: download it again.');
    this.#iterated = true;
    return this.#files();
  }

  /** Ends the download, if it has not ended. Needed only for an archive that is not looped over. */
  close(): Promise<void> {
    return this.#entries.close();
  }

  /** {@link close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async *#files(): AsyncGenerator<ArchiveFile, void> {
    try {
      for (let entry = await this.#entries.next(); entry !== undefined; entry = await this.#entries.next()) {
        yield new EntryFile(entry);
      }
    } finally {
      await this.close();
    }
  }
}

class EntryFile implements ArchiveFile {
  readonly fileId: string;
  readonly name: string;
  readonly size: number;
  readonly #contents: Contents;

  constructor(entry: ArchiveEntry) {
    this.fileId = entry.fileId;
    this.name = entry.name;
    this.size = entry.size;
    this.#contents = new Contents(() => entry.chunks());
  }

  stream(): Readable {
    return this.#contents.stream();
  }

  async bytes(limit: number = constants.MAX_LENGTH): Promise<Buffer> {
    if (!(typeof limit === 'number' && limit >= 0)) {
      throw invalid('packets.download', [{ path: ['limit'], message: 'must be a number of bytes' }]);
    }
    if (this.size > limit) {
      throw new ArchiveError(
        `Astral.Platform packets.download: file ${this.fileId} has ${this.size} bytes, more than the ${limit} asked for.`,
        'limit',
        { vendor: 'astral', operation: 'packets.download', hint: 'Take stream() for large files.' },
      );
    }
    return this.#contents.bytes();
  }

  async text(limit?: number): Promise<string> {
    return (await this.bytes(limit)).toString('utf8');
  }
}
