import type { Complain } from './archive-error.ts';
import { ByteReader } from './byte-reader.ts';
import type { ResolvedLimits } from './limits.ts';
import { type PaxRecords, readPaxRecords } from './pax-records.ts';
import { BLOCK, isZero, MOST_PADDING, paddingOf, readHeader, type TarHeader } from './tar-header.ts';

/** A regular file in an archive. Its contents are read before the next entry is asked for, or passed over. */
export interface TarEntry {
  readonly path: string;
  readonly size: number;
  /** Extended header records that apply to it, those of global headers included. */
  readonly records: PaxRecords;
}

/**
 * Reads a tar strictly, one entry at a time and no faster than it is asked. It is our own because the readers at hand forgive what must
 * be noticed here: a missing end, an unreadable extended header, blocks of zeros between entries, bytes after the end.
 */
export class TarReader {
  readonly #bytes: ByteReader;
  readonly #limits: ResolvedLimits;
  readonly #complain: Complain;
  #global = new Map<string, string>();
  #current: TarEntry | undefined;
  /** Bytes of the current entry that have not been read, without its padding. */
  #left = 0;
  #padding = 0;
  #entries = 0;
  #totalBytes = 0;
  /** Reads of an entry and steps to the next one take turns. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(chunks: AsyncIterable<Uint8Array>, limits: ResolvedLimits, complain: Complain) {
    this.#bytes = new ByteReader(chunks, complain);
    this.#limits = limits;
    this.#complain = complain;
  }

  /** The next file; undefined after the last one, once the archive has proven complete. */
  next(): Promise<TarEntry | undefined> {
    // From here on, also before its turn, nothing more of the entry before is handed out.
    this.#current = undefined;
    return this.#inTurn(async () => {
      await this.#bytes.skip(this.#left + this.#padding);
      this.#left = 0;
      this.#padding = 0;
      this.#current = await this.#nextFile();
      return this.#current;
    });
  }

  /** More contents of an entry; undefined at its end. */
  read(entry: TarEntry): Promise<Uint8Array | undefined> {
    return this.#inTurn(async () => {
      if (this.#current !== entry) {
        throw new TypeError(
          'This file was passed: read a file of an archive before going on to the next one.',
        );
      }
      if (this.#left === 0) return undefined;
      const chunk = await this.#bytes.some(this.#left);
      if (chunk === undefined) throw this.#complain('truncated', 'ends in the middle of a file');
      this.#left -= chunk.byteLength;
      return chunk;
    });
  }

  /** Lets go of what the chunks come from. */
  close(): Promise<void> {
    return this.#bytes.close();
  }

  async #nextFile(): Promise<TarEntry | undefined> {
    const extra: Extra = { records: new Map(), path: undefined, bytes: 0 };
    for (;;) {
      const block = await this.#bytes.exactly(BLOCK);
      if (block === undefined) throw this.#complain('truncated', 'ends without its end-of-archive blocks');
      if (isZero(block)) {
        if (extra.bytes > 0) throw this.#complain('corrupt', 'ends after an extended header');
        await this.#finish();
        return undefined;
      }
      const header = readHeader(block, this.#entries === 0 && extra.bytes === 0, this.#complain);
      if (isMetadata(header.type)) {
        await this.#readMetadata(header, extra);
        continue;
      }
      this.#entries += 1;
      if (this.#entries > this.#limits.files)
        throw this.#over(`holds more than ${this.#limits.files} files`, 'files');
      const records = new Map([...this.#global, ...extra.records]);
      const path = records.get('path') ?? extra.path ?? header.path;
      if (header.type === '5' || (header.type === '0' && path.endsWith('/'))) {
        // A directory has no contents, whatever its size says. Files do not depend on it.
        extra.records.clear();
        extra.path = undefined;
        extra.bytes = 0;
        continue;
      }
      if (header.type !== '0' && header.type !== '7') throw this.#unsafe(header, path);
      if ([...records.keys()].some((key) => key.startsWith('GNU.sparse.'))) throw this.#unsafe(header, path);
      return this.#open({ path, records, size: this.#sizeOf(header, records) });
    }
  }

  #open(entry: TarEntry): TarEntry {
    const { fileBytes, totalBytes } = this.#limits;
    this.#totalBytes += entry.size;
    if (entry.size > fileBytes)
      throw this.#over(`holds a file of ${entry.size} bytes, more than ${fileBytes}`, 'fileBytes');
    if (this.#totalBytes > totalBytes) throw this.#over(`holds more than ${totalBytes} bytes`, 'totalBytes');
    this.#left = entry.size;
    this.#padding = paddingOf(entry.size);
    return entry;
  }

  async #readMetadata({ type, size }: TarHeader, extra: Extra): Promise<void> {
    extra.bytes += Math.max(size, 1);
    const { headerBytes } = this.#limits;
    if (extra.bytes > headerBytes)
      throw this.#over(`holds an entry with more than ${headerBytes} bytes of names`, 'headerBytes');
    const content = (await this.#bytes.exactly(size)) ?? new Uint8Array();
    if (content.byteLength < size) throw this.#complain('truncated', 'ends in the middle of a header');
    if (type === 'L') extra.path = Buffer.from(content).toString('utf8').replace(/\0.*$/s, '');
    if (type === 'x') extra.records = new Map([...extra.records, ...readPaxRecords(content, this.#complain)]);
    if (type === 'g') this.#global = new Map([...this.#global, ...readPaxRecords(content, this.#complain)]);
    // Last: the content may be gone once more is asked for.
    await this.#bytes.skip(paddingOf(size));
  }

  #sizeOf(header: TarHeader, records: PaxRecords): number {
    const stated = records.get('size');
    if (stated === undefined || stated === '') return header.size;
    const size = /^\d{1,16}$/.test(stated) ? Number(stated) : Number.NaN;
    if (!Number.isSafeInteger(size))
      throw this.#complain('corrupt', 'holds an entry whose size cannot be read');
    return size;
  }

  /** After the first of two zero blocks only zeros may come. Reading to the end makes gzip check its own sum. */
  async #finish(): Promise<void> {
    const second = await this.#bytes.exactly(BLOCK);
    if (second === undefined)
      throw this.#complain('truncated', 'ends after one of its two end-of-archive blocks');
    if (!isZero(second)) throw this.#complain('corrupt', 'holds a single block of zeros between entries');
    let padding = 0;
    for (
      let rest = await this.#bytes.some(MOST_PADDING);
      rest !== undefined;
      rest = await this.#bytes.some(MOST_PADDING)
    ) {
      padding += rest.byteLength;
      if (!isZero(rest)) throw this.#complain('corrupt', 'goes on after its end');
      if (padding > MOST_PADDING)
        throw this.#complain('limit', 'is followed by more zeros than any writer pads with');
    }
  }

  #over(what: string, limit: string): Error {
    return this.#complain('limit', `${what} (limits.${limit})`);
  }

  #unsafe({ type }: TarHeader, path: string): Error {
    const kind = KINDS[type] ?? `an entry of type ${JSON.stringify(type)}`;
    return this.#complain(
      'unsafe-entry',
      `holds ${kind}, ${JSON.stringify(path.slice(0, 100))}: a packet can only hold files`,
    );
  }

  #inTurn<T>(action: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(action);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}

/** What the headers before an entry's own say about it. */
interface Extra {
  records: Map<string, string>;
  path: string | undefined;
  bytes: number;
}

/** Extended, global, and GNU's long names of files and link targets. */
function isMetadata(type: string): boolean {
  return type === 'x' || type === 'g' || type === 'L' || type === 'K';
}

const KINDS: Readonly<Record<string, string>> = {
  '0': 'a sparse file',
  '1': 'a hard link',
  '2': 'a symbolic link',
  '3': 'a character device',
  '4': 'a block device',
  '6': 'a named pipe',
  S: 'a sparse file',
};
