import type { Complain } from './archive-error.ts';

/** Size of everything in a tar: headers are one block, contents are padded to whole ones. */
export const BLOCK = 512;

/** Zeros after the end that writers fill their last record with; more is no padding. */
export const MOST_PADDING = 1024 * 1024;

/** A header block as far as a packet needs it. POSIX.1-2017, pax, "ustar Interchange Format". */
export interface TarHeader {
  readonly path: string;
  readonly size: number;
  /** Type flag; a NUL of old writers is `0`. */
  readonly type: string;
}

/** Zeros after contents of this size. */
export function paddingOf(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}

/** Whether a block is one of those that end an archive, or fill it up. */
export function isZero(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0);
}

/** Reads a header block. `first`: nothing has proven yet that this is a tar at all. */
export function readHeader(block: Uint8Array, first: boolean, complain: Complain): TarHeader {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  const magic = bytes.toString('latin1', 257, 262) === 'ustar';
  if (!checksumHolds(bytes)) {
    throw first && !magic
      ? complain('not-an-archive', 'is no tar archive')
      : complain('corrupt', 'holds a header whose checksum is wrong');
  }
  const size = numberOf(bytes.subarray(124, 136));
  if (size === undefined) throw complain('corrupt', 'holds an entry whose size cannot be read');
  const name = textOf(bytes.subarray(0, 100));
  // The old GNU format keeps other things where POSIX has the prefix.
  const posix = magic && bytes[262] === 0;
  const prefix = posix ? textOf(bytes.subarray(345, 500)) : '';
  const flag = bytes.toString('latin1', 156, 157);
  return {
    path: prefix === '' ? name : `${prefix}/${name}`,
    size,
    type: flag === '\0' ? '0' : flag,
  };
}

/** The sum of all bytes with its own field as spaces; some old writers summed signed bytes. */
function checksumHolds(block: Buffer): boolean {
  const stated = numberOf(block.subarray(148, 156));
  let unsigned = 0;
  let signed = 0;
  for (let at = 0; at < BLOCK; at++) {
    const byte = at >= 148 && at < 156 ? 32 : block.readUInt8(at);
    unsigned += byte;
    signed += byte > 127 ? byte - 256 : byte;
  }
  return stated === unsigned || stated === signed;
}

/** Octal text, or base 256 where the first bit is set; undefined for anything else, and for what no file can be. */
function numberOf(field: Buffer): number | undefined {
  const [lead = 0] = field;
  if (lead >= 0x80) {
    // 0xff leads negative numbers, which nothing here can be.
    if (lead !== 0x80) return undefined;
    const value = field.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
    return Number.isSafeInteger(value) ? value : undefined;
  }
  const digits = /^[ \0]*([0-7]*)[ \0]*$/.exec(field.toString('latin1'))?.[1];
  return digits === undefined ? undefined : Number.parseInt(`0${digits}`, 8);
}

/** Text up to the first NUL. */
function textOf(field: Buffer): string {
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? field.length : end);
}
