import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { ArchiveShape } from '../settings.ts';
import type { StoredFile, StoredPacket } from './packet.ts';
import { padding, paxEntry, tarEnd, tarHeader } from './tar.ts';

/** Size of the pieces that the compressor passes on. */
const PIECE_BYTES = 256 << 10;

/** PAX record with the original name of a file (manual, section 3.6). */
const NAME_RECORD = 'ASTRAL.platform.file.name';

/** A packet as a gzip-compressed tar, made while it is read. */
export function packArchive({ files }: StoredPacket, shape: Readonly<ArchiveShape>): Readable {
  const gzip = createGzip({ level: shape.compression, chunkSize: PIECE_BYTES });
  const tar = Readable.from(tarOf([...files], shape), { objectMode: false, highWaterMark: PIECE_BYTES });
  tar.on('error', (error) => gzip.destroy(error));
  gzip.on('close', () => tar.destroy());
  return tar.pipe(gzip);
}

async function* tarOf(
  files: readonly StoredFile[],
  shape: Readonly<ArchiveShape>,
): AsyncGenerator<Uint8Array> {
  const made = files[0]?.created ?? 0;
  if (shape.globalHeader) yield paxEntry('g', { comment: 'Astral.Platform' }, made);
  if (shape.directory) yield tarHeader('./', 0, '5', made);
  for (const file of files) {
    const records = nameRecords(file.name, shape.nameRecord);
    if (records !== undefined) yield paxEntry('x', records, file.created);
    yield tarHeader(entryName(file.id, shape.names), file.blob.size, '0', file.created);
    const content = await file.blob.read();
    if (content instanceof Uint8Array) yield content;
    else yield* content;
    yield padding(file.blob.size);
  }
  yield tarEnd();
}

function nameRecords(name: string, spelling: ArchiveShape['nameRecord']): Record<string, string> | undefined {
  switch (spelling) {
    case 'exact':
      return { [NAME_RECORD]: name };
    case 'lower':
      return { [NAME_RECORD.toLowerCase()]: name };
    case 'upper':
      return { [NAME_RECORD.toUpperCase()]: name };
    case 'missing':
      return undefined;
  }
}

function entryName(id: string, names: ArchiveShape['names']): string {
  switch (names) {
    case 'plain':
      return id;
    case 'dashed':
      return id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    case 'prefixed':
      return `./${id}`;
  }
}
