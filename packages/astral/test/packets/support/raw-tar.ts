import { gzipSync } from 'node:zlib';

/** What a header block says; anything may be wrong on purpose. */
export interface Entry {
  readonly name?: string;
  readonly prefix?: string;
  readonly type?: string;
  readonly content?: Uint8Array | string;
  /** Stated size, where it is not that of the content. */
  readonly size?: number | string;
  /** Added to the true sum. */
  readonly checksumError?: number;
  /** Format written by POSIX, by GNU, or before both. */
  readonly magic?: string;
}

/** An id of 32 hex digits. */
export function id(number: number): string {
  return number.toString(16).padStart(32, '0');
}

/** A header block with its content and padding. */
export function entry({
  name = '',
  prefix = '',
  type = '0',
  content = '',
  size,
  checksumError = 0,
  magic = 'ustar\x0000',
}: Entry): Buffer {
  const data = Buffer.from(content);
  const header = Buffer.alloc(512);
  header.write(name, 0, 100, 'utf8');
  header.write('0000644\0', 100);
  header.write(
    typeof size === 'string' ? size : `${(size ?? data.length).toString(8).padStart(11, '0')}\0`,
    124,
    12,
    'latin1',
  );
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write(type, 156);
  header.write(magic, 257, 'latin1');
  header.write(prefix, 345, 155, 'utf8');
  const sum = header.reduce((total, byte) => total + byte, 0) + checksumError;
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, data, Buffer.alloc((512 - (data.length % 512)) % 512)]);
}

/** One record of an extended header: its length counts bytes, its own digits included. */
function record(key: string, value: string): Buffer {
  const rest = Buffer.from(` ${key}=${value}\n`);
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

/** An extended header of these records; `g` for one that applies to all that follows. */
export function extended(records: Readonly<Record<string, string>>, type: 'x' | 'g' = 'x'): Buffer {
  const content = Buffer.concat(Object.entries(records).map(([key, value]) => record(key, value)));
  return entry({ name: 'PaxHeader', type, content });
}

/** A file as the platform archives it: named by its id, with the original name in a record. */
export function file(number: number, name: string, content: Uint8Array | string): Buffer {
  return Buffer.concat([
    extended({ 'ASTRAL.platform.file.name': name }),
    entry({ name: id(number), content }),
  ]);
}

/** The two blocks of zeros that end an archive. */
export const END = Buffer.alloc(1024);

/** A whole archive, packed. */
export function archive(...parts: readonly Buffer[]): Buffer {
  return gzipSync(Buffer.concat([...parts, END]));
}
