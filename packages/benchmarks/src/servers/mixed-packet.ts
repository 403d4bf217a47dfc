import { createHash, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

const MIB = 1024 * 1024;

/** Documents as they are: scans that no longer shrink, XML that does, both in one, and many small files. 533 files at 128 MiB; from 8 on. */
export function mixedFiles(mib: number): Buffer[] {
  const part = mib / 128;
  const files: Buffer[] = [randomBytes(32 * MIB * part)];
  for (let index = 0; index < 4; index += 1) files.push(xml(8 * MIB * part, index));
  for (let index = 0; index < 16; index += 1)
    files.push(Buffer.concat([randomBytes(MIB * part), xml(MIB * part, 100 + index)]));
  for (let index = 0; index < 512 * part; index += 1)
    files.push(index % 2 === 0 ? randomBytes(65_536) : xml(65_536, 1000 + index));
  return files;
}

/** Text with as much repetition as a register has. */
function xml(size: number, seed: number): Buffer {
  const rows: string[] = [];
  for (let bytes = 0, row = seed * 100_000; bytes < size; row += 1) {
    const digest = createHash('md5').update(String(row)).digest('hex');
    const text = `<row id="${row}"><inn>77${digest.replaceAll(/\D/g, '').slice(0, 8)}</inn><name>ООО «${digest.slice(0, 6)}»</name></row>\n`;
    rows.push(text);
    bytes += Buffer.byteLength(text);
  }
  return Buffer.from(rows.join('')).subarray(0, size);
}

/** The archive of a packet, as the platform makes it. */
export async function archiveOf(files: readonly Buffer[]): Promise<Buffer> {
  const tar = pack();
  for (const [index, file] of files.entries()) {
    tar.entry({ name: idOf(index + 1), pax: { 'ASTRAL.platform.file.name': `Документ ${index}.bin` } }, file);
  }
  tar.finalize();
  return gzipSync(await buffer(tar), { level: 6 });
}

/** The archive of one file of 128 MiB eight times over: 1 GiB in all, made of gzip members, so that it costs the server nothing. */
export async function* hugeArchive(): AsyncGenerator<Buffer> {
  const block = gzipSync(Buffer.concat([randomBytes(8 * MIB), xml(8 * MIB, 7)]), { level: 1 });
  for (let index = 0; index < 8; index += 1) {
    const tar = pack();
    tar.entry({ name: idOf(index + 1), size: 128 * MIB });
    const [header] = await tar[Symbol.asyncIterator]()
      .next()
      .then(({ value }) => [value as Buffer]);
    yield gzipSync(header ?? '');
    for (let part = 0; part < 8; part += 1) yield block;
  }
  yield gzipSync(Buffer.alloc(1024));
}

/** An id of 32 hex digits. */
export function idOf(number: number): string {
  return number.toString(16).padStart(32, '0');
}
