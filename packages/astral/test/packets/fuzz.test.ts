import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { isArchiveError } from '@partner-apis/astral';
import { expect, it } from 'vitest';
import { folder } from './support/folder.ts';
import { peer } from './support/http-server.ts';
import { archive, entry, extended, file, id } from './support/raw-tar.ts';

/** How long to go on, in milliseconds: `PACKETS_FUZZ_MS=600000 vitest run packages/astral/test/packets/fuzz`. */
const DURATION = Number(process.env['PACKETS_FUZZ_MS'] ?? 3000);
/** The same seed, the same run. */
const SEED = Number(process.env['PACKETS_FUZZ_SEED'] ?? 20_261_101);

/** Random numbers that can be had again: mulberry32. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) % below;
  };
}

const tars = [
  archive(file(1, 'Акт.pdf', 'a'.repeat(1500)), file(2, '../../Опись', 'b'), file(3, 'пусто', '')),
  archive(
    extended({ comment: 'x' }, 'g'),
    entry({ name: './', type: '5' }),
    entry({ name: '././@LongLink', type: 'L', content: `${'d'.repeat(150)}/${id(4)}\0` }),
    entry({ name: id(4), content: 'c'.repeat(513) }),
    entry({ name: id(5), content: 'd'.repeat(511), magic: '' }),
  ),
].map((packed) => gunzipSync(packed));

const TYPES = '01234567xgLKSVDMNAZ\0';

type Mutation = (bytes: Buffer, pick: (below: number) => number) => Buffer;

/** What may happen to a tar, or to the gzip around it. */
const mutations: readonly Mutation[] = [
  (bytes, pick) => {
    bytes.writeUInt8(pick(256), pick(bytes.length));
    return bytes;
  },
  (bytes, pick) => bytes.subarray(0, pick(bytes.length)),
  (bytes, pick) => Buffer.concat([bytes, bytes.subarray(pick(bytes.length))]),
  (bytes, pick) => {
    const at = pick(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.min(bytes.length, at + pick(1100)))]);
  },
  (bytes, pick) => {
    const at = pick(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), Buffer.alloc(pick(1100), pick(256)), bytes.subarray(at)]);
  },
];

/** Changes a field of a header and mends its checksum, so that the change is looked at. */
function header(bytes: Buffer, pick: (below: number) => number): Buffer {
  const at = pick(Math.floor(bytes.length / 512)) * 512;
  const block = bytes.subarray(at, at + 512);
  if (pick(3) === 0) block.write(TYPES[pick(TYPES.length)] ?? '0', 156, 'latin1');
  else if (pick(2) === 0)
    block.write(
      pick(2 ** 31)
        .toString(8)
        .padStart(11, '0'),
      124,
      'latin1',
    );
  else block.writeUInt8(pick(256), pick(512));
  block.write('        ', 148, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return bytes;
}

function mutated(pick: (below: number) => number): Buffer {
  let bytes: Buffer = Buffer.from(tars[pick(tars.length)] ?? Buffer.alloc(0));
  for (let times = 1 + pick(3); times > 0 && bytes.length > 512; times--) {
    const mutate = pick(2) === 0 ? header : (mutations[pick(mutations.length)] ?? header);
    bytes = mutate(bytes, pick);
  }
  if (pick(4) === 0) return bytes;
  const packed = gzipSync(bytes, { level: 1 });
  return pick(4) > 0 || packed.length < 2
    ? packed
    : (mutations[pick(mutations.length)] ?? header)(packed, pick);
}

it(
  'damaged archives end in an ArchiveError or whole, and never outside the folder',
  { timeout: DURATION + 60_000 },
  async () => {
    const pick = random(SEED);
    let body: Buffer = Buffer.alloc(0);
    const { astral } = await peer((request, response) => {
      request.resume();
      response.end(body);
    });
    const parent = folder();
    const target = join(parent, 'a', 'b', 'target');
    const limits = { fileBytes: 1_000_000, totalBytes: 4_000_000 };
    const outcomes = { whole: 0, refused: 0 };
    const end = performance.now() + DURATION;

    for (let round = 0; performance.now() < end; round++) {
      body = mutated(pick);
      const what = `seed ${SEED}, round ${round}`;
      // A hang is an error too.
      const signal = AbortSignal.timeout(20_000);
      try {
        const files = await astral.packets.extract(id(9), target, { limits, signal });
        outcomes.whole += 1;
        expect(readdirSync(target), what).toHaveLength(files.length);
        rmSync(join(parent, 'a'), { recursive: true });
      } catch (error) {
        if (!isArchiveError(error)) throw new Error(`${what}: not an ArchiveError`, { cause: error });
        outcomes.refused += 1;
      }
      expect(existsSync(join(parent, 'a')), what).toBe(false);
      expect(readdirSync(parent), what).toEqual([]);
    }

    expect(outcomes.refused).toBeGreaterThan(20);
    expect(outcomes.whole).toBeGreaterThan(0);
  },
);
