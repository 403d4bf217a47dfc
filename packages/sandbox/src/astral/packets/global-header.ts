import { pack } from 'tar-stream';

/** Where a header says what its entry is, and where the sum of its bytes stands (POSIX.1-2017, pax, "ustar Interchange Format"). */
const TYPE = 156;
const CHECKSUM = 148;
const BLOCK = 512;

/** PAX records for all entries that follow, which tar-stream does not write: those of one entry, given the type of a global header. */
export async function globalHeader(records: Readonly<Record<string, string>>, mtime: Date): Promise<Buffer> {
  const tar = pack();
  // Without a name, so that no record of its path comes to apply to every file.
  tar.entry({ name: '', mtime, pax: records }, '');
  tar.finalize();
  const pieces: Buffer[] = [];
  // A tar is made of buffers.
  for await (const piece of tar) pieces.push(piece as Buffer);
  const whole = Buffer.concat(pieces);
  const sum = Number.parseInt(whole.toString('latin1', CHECKSUM, CHECKSUM + 6), 8);
  whole.write((sum + 'g'.charCodeAt(0) - 'x'.charCodeAt(0)).toString(8).padStart(6, '0'), CHECKSUM, 'latin1');
  whole.write('g', TYPE, 'latin1');
  // The header and its records; neither the entry itself nor the two blocks at the end.
  return whole.subarray(0, whole.length - 3 * BLOCK);
}
