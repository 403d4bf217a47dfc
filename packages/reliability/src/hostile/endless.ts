import { gzipSync, brotliCompressSync, constants } from 'node:zlib';
import type { HostileCase } from './cases.ts';
import { extract, publish, read, save, upload } from './calls.ts';
import { open, whole } from './peer.ts';

const CHUNK = Buffer.alloc(256 * 1024, ' ');
const MIB = 1_048_576;

/** Zeros, packed a thousand to one and better. */
const zeros = Buffer.alloc(64 * MIB);
const gzipped = gzipSync(zeros, { level: 9 });
const packed = {
  gzip: gzipped,
  br: brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } }),
};
const nested = [1, 2].reduce<Buffer>((inner) => gzipSync(inner), gzipSync(zeros));

/** A bomb of many members, since gzip may be continued: 2 GiB in 2 MB. */
const bomb = Buffer.concat(Array.from({ length: 32 }, () => gzipped));

const times = (n: number, coding: string): string => Array.from({ length: n }, () => coding).join(', ');

/** Answers without an end, too slow, or too large for what they are. */
export const endless: readonly HostileCase[] = [
  {
    name: 'JSON without an end',
    call: read,
    answer: async (peer) => {
      await peer.write(`${open()}{"events":[`);
      await peer.writeForEver(CHUNK);
    },
    ends: ['RESPONSE_DECODE'],
    bytes: 96 * MIB,
    memory: 256,
  },
  {
    name: 'a failure without an end',
    call: read,
    answer: async (peer) => {
      await peer.write(`${open('500 No')}{"title":"`);
      await peer.writeForEver(CHUNK);
    },
    ends: ['SERVER'],
  },
  {
    name: 'headers without an end',
    call: read,
    answer: async (peer) => {
      await peer.write('HTTP/1.1 200 OK\r\n');
      await peer.writeForEver(`X-More: ${'x'.repeat(1_000)}\r\n`);
    },
    ends: ['CONNECTION UND_ERR_HEADERS_OVERFLOW', 'CONNECTION HPE_HEADER_OVERFLOW'],
  },
  {
    name: 'one header without an end',
    call: read,
    answer: async (peer) => {
      await peer.write('HTTP/1.1 200 OK\r\nX-More: ');
      await peer.writeForEver(CHUNK.toString().replaceAll(' ', 'x'));
    },
    ends: ['CONNECTION UND_ERR_HEADERS_OVERFLOW', 'CONNECTION HPE_HEADER_OVERFLOW'],
  },
  {
    name: 'promises without an end (1xx)',
    call: read,
    answer: (peer) => peer.writeForEver('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n', 1),
    ends: ['TIMEOUT headers', 'TIMEOUT attempt'],
  },
  {
    name: 'headers a byte at a time',
    call: read,
    answer: async (peer) => {
      await peer.write('HTTP/1.1 200 OK\r\nX-Slow: ');
      await peer.writeForEver('x', 50);
    },
    ends: ['TIMEOUT headers', 'TIMEOUT attempt'],
  },
  {
    name: 'JSON a byte at a time',
    call: read,
    answer: async (peer) => {
      await peer.write(open());
      await peer.writeForEver(' ', 50);
    },
    ends: ['TIMEOUT attempt'],
  },
  {
    name: 'an answer to a POST a byte at a time',
    call: publish,
    answer: async (peer) => {
      await peer.write(open());
      await peer.writeForEver(' ', 50);
    },
    ends: ['TIMEOUT attempt'],
  },
  {
    name: 'a file a byte at a time',
    call: save,
    answer: async (peer) => {
      await peer.write(`${open('200 OK', '')}`);
      await peer.writeForEver('x', 50);
    },
    ends: ['TIMEOUT attempt', 'TIMEOUT deadline'],
  },
  {
    name: 'an archive a byte at a time',
    call: extract,
    answer: async (peer) => {
      await peer.write(`${open('200 OK', '')}\x1f`);
      await peer.writeForEver('\x8b', 50);
    },
    ends: ['TIMEOUT attempt', 'TIMEOUT deadline', 'ARCHIVE corrupt'],
  },
  {
    name: 'an upload that is never read',
    call: upload,
    answer: () => undefined,
    ends: ['TIMEOUT headers', 'TIMEOUT attempt', 'TIMEOUT deadline'],
  },
  ...(['gzip', 'br'] as const).map((coding): HostileCase => ({
    name: `a bomb under Content-Encoding ${coding}`,
    call: read,
    answer: whole(coding === 'gzip' ? bomb : packed.br, { headers: `Content-Encoding: ${coding}\r\n` }),
    // 64 MiB of zeros are what is taken at most, and no JSON; a busy machine may need longer than the limit for that.
    ends: ['RESPONSE_DECODE', 'TIMEOUT attempt'],
    memory: 320,
  })),
  {
    name: 'a bomb as the body of a failure',
    call: read,
    answer: whole(bomb, { status: '500 No', headers: 'Content-Encoding: gzip\r\n' }),
    ends: ['SERVER'],
  },
  {
    name: 'a bomb in three layers',
    call: read,
    answer: whole(nested, { headers: `Content-Encoding: ${times(3, 'gzip')}\r\n` }),
    ends: ['RESPONSE_DECODE', 'TIMEOUT attempt'],
    memory: 320,
  },
  {
    name: 'a thousand codings',
    call: read,
    answer: whole('{}', { headers: `Content-Encoding: ${times(1_000, 'gzip')}\r\n` }),
    ends: ['RESPONSE_DECODE', 'CONNECTION CONTENT_ENCODING', 'CONNECTION FETCH_FAILED'],
  },
  {
    name: 'a bomb in place of an archive',
    call: extract,
    answer: whole(bomb, { headers: '' }),
    ends: ['ARCHIVE limit', 'ARCHIVE corrupt', 'ARCHIVE mismatch'],
  },
];
