import { isConnectionError } from '@partner-apis/core/user';
import { type StreamedBody, throwIfAborted } from '@partner-apis/core/vendor';
import { normalId } from '../../api/ids.ts';
import type { AstralFile, Packet } from '../../api/models.ts';
import type { Complain } from './archive-error.ts';
import type { ResolvedLimits } from './limits.ts';
import { recordNamed } from './pax-records.ts';
import { type TarEntry, TarReader } from './tar-reader.ts';
import { type ChunkUse, unpack } from './unpack.ts';

/** Under this key an entry carries its file's original name. Manual, section 3.6. */
const NAME_KEY = 'ASTRAL.platform.file.name';

/** A file of a packet, as its archive has it. */
export interface ArchiveEntry {
  readonly fileId: string;
  /** Original name; the id where the archive has none. Not safe as a path. */
  readonly name: string;
  readonly size: number;
  /** Its contents; to be read before the next entry is asked for. */
  chunks(): AsyncIterable<Uint8Array>;
}

/** What surrounds the reading of one archive. */
export interface ArchiveSetting {
  readonly limits: ResolvedLimits;
  /** Whoever reads is done with a chunk when it asks for the next one. */
  readonly transient: boolean;
  /** What the packet should hold; undefined when nobody asked. */
  readonly expected: Packet | undefined;
  readonly signal: AbortSignal | undefined;
  readonly complain: Complain;
}

/** The files of a packet one after the other, out of the body of a download. */
export class ArchiveEntries {
  readonly #body: StreamedBody;
  readonly #tar: TarReader;
  readonly #setting: ArchiveSetting;
  readonly #missing: Map<string, AstralFile> | undefined;
  readonly #use: ChunkUse = { kept: false };
  #count = 0;

  constructor(body: StreamedBody, setting: ArchiveSetting) {
    const { limits, complain, expected } = setting;
    this.#body = body;
    this.#setting = setting;
    const unpacked = unpack(bytesOf(body, complain), { limits, use: this.#use }, complain);
    this.#tar = new TarReader(unpacked, limits, complain);
    this.#missing =
      expected === undefined ? undefined : new Map(expected.files.map((file) => [idOf(file.id), file]));
  }

  /** The next file; undefined after the last, once the archive has proven complete. */
  async next(): Promise<ArchiveEntry | undefined> {
    this.#checkSignal();
    const entry = await this.#tar.next();
    if (entry === undefined) {
      this.#checkCount();
      return undefined;
    }
    const fileId = idOf(baseName(entry.path));
    if (fileId === '') throw this.#setting.complain('corrupt', 'holds a file without a name');
    this.#count += 1;
    this.#checkExpected(fileId, entry);
    const name = recordNamed(entry.records, NAME_KEY) ?? fileId;
    return { fileId, name, size: entry.size, chunks: () => this.#contents(entry) };
  }

  /** Ends the download where it is. */
  async close(): Promise<void> {
    this.#body.discard();
    await this.#tar.close();
  }

  async *#contents(entry: TarEntry): AsyncGenerator<Uint8Array> {
    for (;;) {
      this.#checkSignal();
      const chunk = await this.#tar.read(entry);
      if (chunk === undefined) return;
      if (!this.#setting.transient) this.#use.kept = true;
      yield chunk;
    }
  }

  #checkExpected(fileId: string, { size }: TarEntry): void {
    if (this.#missing === undefined) return;
    const { complain } = this.#setting;
    const file = this.#missing.get(fileId);
    if (file === undefined)
      throw complain('mismatch', `holds a file that the packet does not list, or holds it twice: ${fileId}`);
    if (file.size !== size) {
      throw complain('mismatch', `holds ${size} bytes of file ${fileId}, the packet lists ${file.size}`);
    }
    this.#missing.delete(fileId);
  }

  #checkCount(): void {
    const { complain } = this.#setting;
    const [absent] = this.#missing?.keys() ?? [];
    if (absent !== undefined) {
      throw complain(
        'mismatch',
        `lacks ${this.#missing?.size} of the files that the packet lists, ${absent} among them`,
      );
    }
    // A packet cannot be empty. Manual, section 1.2.
    if (this.#count === 0) throw complain('mismatch', 'holds no files, and there are no empty packets');
  }

  #checkSignal(): void {
    throwIfAborted(
      { vendor: 'astral', title: 'Astral.Platform', operation: 'packets.download' },
      this.#setting.signal,
    );
  }
}

/** The body; a connection that breaks in the middle leaves a truncated archive. */
async function* bytesOf(body: StreamedBody, complain: Complain): AsyncGenerator<Uint8Array> {
  try {
    // Both gzip and tar have an end that cannot be missed.
    yield* body.stream({ provesItself: true });
  } catch (error) {
    if (!isConnectionError(error)) throw error;
    const { hint } = error;
    const more = { cause: error, ...(hint === undefined ? {} : { hint }) };
    throw complain('truncated', `broke off, the connection failed with ${error.reason}`, more);
  }
}

/** Entry names may be dashed, or have a folder before them. */
function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function idOf(text: string): string {
  return normalId(text) ?? text;
}
