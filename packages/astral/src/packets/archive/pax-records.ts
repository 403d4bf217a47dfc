import type { Complain } from './archive-error.ts';

/** Records of an extended header by key. POSIX.1-2017, pax, "pax Extended Header". */
export type PaxRecords = ReadonlyMap<string, string>;

/**
 * Reads `"%d %s=%s\n"` records; the number counts the bytes of its whole record, so a value may hold anything, line breaks and digits
 * included.
 */
export function readPaxRecords(block: Uint8Array, complain: Complain): PaxRecords {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(0x20, at);
    const digits = space === -1 ? '' : bytes.toString('latin1', at, space);
    const end = at + Number(digits);
    if (!/^[1-9]\d{0,8}$/.test(digits) || end > bytes.length || end <= space + 1 || bytes[end - 1] !== 0x0a) {
      throw complain('corrupt', 'holds an extended header that cannot be read');
    }
    const equals = bytes.indexOf(0x3d, space);
    if (equals <= space + 1 || equals >= end) {
      throw complain('corrupt', 'holds an extended header record without a key');
    }
    records.set(bytes.toString('utf8', space + 1, equals), bytes.toString('utf8', equals + 1, end - 1));
    at = end;
  }
  return records;
}

/** The value under a key written in any case; undefined when there is none, or an empty one, which deletes it. */
export function recordNamed(records: PaxRecords, wanted: string): string | undefined {
  const exact = records.get(wanted);
  if (exact !== undefined) return exact === '' ? undefined : exact;
  for (const [key, value] of records) {
    if (key.toLowerCase() === wanted.toLowerCase() && value !== '') return value;
  }
  return undefined;
}
