import { gunzipSync } from 'node:zlib';
import type { Seen } from '../tap.ts';

/** Name of the record that holds a file's original name. Manual, section 3.6. */
const NAME_RECORD = 'ASTRAL.platform.file.name';

/** How an archive of packets is made, as far as the manual leaves it open. */
export interface TarShape {
  names: 'plain' | 'dashed' | 'prefixed';
  nameRecord: 'exact' | 'lower' | 'upper' | 'missing';
  directory: boolean;
  globalHeader: boolean;
  contentEncoding: boolean;
  contentLength: boolean;
}

/** Looks at an archive of one file. */
export function tarShape({ headers, bytes }: Seen): TarShape | undefined {
  const tar = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  const entries = [...entriesOf(tar)];
  const file = entries.find(({ type }) => type === '0' || type === '\0');
  if (file === undefined) return undefined;
  const records = entries
    .filter(({ type }) => type === 'x')
    .flatMap(({ content }) =>
      Array.from(
        content.toString('utf8').matchAll(/(?:^|\n)\d+ ([^=\n]+)=([^\n]*)/g),
        ([, key = '', value = '']) => ({ key, value }),
      ),
    );
  // A record of the name goes before the one in the header.
  const path = records.find(({ key }) => key === 'path')?.value ?? file.name;
  const record = records.find(({ key }) => key.toLowerCase() === NAME_RECORD.toLowerCase())?.key;
  return {
    names: path.startsWith('./') ? 'prefixed' : path.includes('-') ? 'dashed' : 'plain',
    nameRecord:
      record === undefined
        ? 'missing'
        : record === NAME_RECORD
          ? 'exact'
          : record === NAME_RECORD.toLowerCase()
            ? 'lower'
            : 'upper',
    directory: entries.some(({ type }) => type === '5'),
    globalHeader: entries.some(({ type }) => type === 'g'),
    contentEncoding: (headers['content-encoding'] ?? '').includes('gzip'),
    contentLength: headers['content-length'] !== undefined,
  };
}

interface Entry {
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
}

/** Entries of a small tar, one header of 512 bytes each. */
function* entriesOf(tar: Buffer): Generator<Entry> {
  for (let at = 0; at + 512 <= tar.length;) {
    const header = tar.subarray(at, at + 512);
    if (header.every((byte) => byte === 0)) return;
    const field = (from: number, to: number): string =>
      header.toString('latin1', from, to).replace(/\0.*$/s, '');
    const size = Number.parseInt(field(124, 136).trim() || '0', 8);
    if (!Number.isInteger(size)) return;
    yield {
      name: field(0, 100),
      type: field(156, 157) || '0',
      content: tar.subarray(at + 512, at + 512 + size),
    };
    at += 512 + Math.ceil(size / 512) * 512;
  }
}
