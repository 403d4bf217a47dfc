import { pipeline, type Readable } from 'node:stream';
import { pipeline as finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type Pack, pack } from 'tar-stream';
import type { ArchiveShape } from '../settings.ts';
import { globalHeader } from './global-header.ts';
import type { StoredFile, StoredPacket } from './packet.ts';

/** Size of the pieces that the compressor passes on. */
const PIECE_BYTES = 256 << 10;

/** PAX record with the original name of a file (manual, section 3.6). */
const NAME_RECORD = 'ASTRAL.platform.file.name';

/** A packet as a gzip-compressed tar, made while it is read. */
export function packArchive({ files }: StoredPacket, shape: Readonly<ArchiveShape>): Readable {
  const gzip = createGzip({ level: shape.compression, chunkSize: PIECE_BYTES });
  // Who reads the archive sees the error of whatever broke on the way.
  return pipeline(tarOf([...files], shape), gzip, () => undefined);
}

async function* tarOf(
  files: readonly StoredFile[],
  shape: Readonly<ArchiveShape>,
): AsyncGenerator<Uint8Array> {
  if (shape.globalHeader) yield await globalHeader({ comment: 'Astral.Platform' }, created(files[0]));
  const tar = pack();
  const filling = fill(tar, files, shape).catch((error: unknown) => {
    tar.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  try {
    // A tar is made of buffers.
    for await (const piece of tar) yield piece as Buffer;
  } finally {
    tar.destroy();
    await filling;
  }
}

async function fill(tar: Pack, files: readonly StoredFile[], shape: Readonly<ArchiveShape>): Promise<void> {
  if (shape.directory) tar.entry({ name: './', type: 'directory', mtime: created(files[0]) });
  for (const file of files) {
    const { id, name, blob } = file;
    const entry = { name: entryName(id, shape.names), size: blob.size, mtime: created(file) };
    const content = await blob.read();
    const sink = tar.entry({ ...entry, ...nameRecord(name, shape.nameRecord) });
    await finished(content instanceof Uint8Array ? [content] : content, sink);
  }
  tar.finalize();
}

function created(file: StoredFile | undefined): Date {
  return new Date(file?.created ?? 0);
}

function nameRecord(name: string, spelling: ArchiveShape['nameRecord']): { pax?: Record<string, string> } {
  switch (spelling) {
    case 'exact':
      return { pax: { [NAME_RECORD]: name } };
    case 'lower':
      return { pax: { [NAME_RECORD.toLowerCase()]: name } };
    case 'upper':
      return { pax: { [NAME_RECORD.toUpperCase()]: name } };
    case 'missing':
      return {};
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
