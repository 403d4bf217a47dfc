/** Size of a tar block; headers are one, everything else is padded to whole ones. */
const BLOCK = 512;

/** What a tar entry is: a file, a directory, PAX records for the next entry, PAX records for all that follow. */
export type EntryType = '0' | '5' | 'x' | 'g';

/**
 * A ustar header (POSIX.1-2017, pax, "ustar Interchange Format"). Written here on purpose: a client under test reads archives
 * with some library, and the same library at both ends would hide its own mistakes.
 */
export function tarHeader(name: string, size: number, type: EntryType, modified: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0, 100, 'utf8');
  header.write(type === '5' ? '0000755\0' : '0000644\0', 100, 'latin1');
  header.write('0000000\0', 108, 'latin1');
  header.write('0000000\0', 116, 'latin1');
  header.write(`${octal(size, 11)}\0`, 124, 'latin1');
  header.write(`${octal(Math.floor(modified / 1000), 11)}\0`, 136, 'latin1');
  header.write('        ', 148, 'latin1');
  header.write(type, 156, 'latin1');
  header.write('ustar\0' + '00', 257, 'latin1');
  const checksum = header.reduce((sum, byte) => sum + byte, 0);
  header.write(`${octal(checksum, 6)}\0 `, 148, 'latin1');
  return header;
}

/** An entry of PAX records: header, records, padding. */
export function paxEntry(
  type: 'x' | 'g',
  records: Readonly<Record<string, string>>,
  modified: number,
): Buffer {
  const content = Buffer.concat(Object.entries(records).map(([key, value]) => paxRecord(key, value)));
  const name = type === 'g' ? 'pax_global_header' : 'PaxHeader';
  return Buffer.concat([tarHeader(name, content.length, type, modified), content, padding(content.length)]);
}

/** Zeros that fill the last block of a content of this size. */
export function padding(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
}

/** The two empty blocks that end an archive. */
export function tarEnd(): Buffer {
  return Buffer.alloc(2 * BLOCK);
}

/** `"%d %s=%s\n"`: the number is the length of the whole record in bytes, its own digits included. */
function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.from(` ${key}=${value}\n`);
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}
