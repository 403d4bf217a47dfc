import { randomBytes } from 'node:crypto';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { AstralClient } from '@partner-apis/astral';
import { stage, type StallCase, type Surroundings } from './stall-case.ts';

const MIB = 1024 * 1024;

/** Uploads and downloads that meet a connection that stands still. */
export const transferCases: readonly StallCase[] = [
  ...(['not taken', 'vanish'] as const).map((how): StallCase => ({
    operation: 'upload',
    still: how === 'vanish' ? 'the answer after its body' : 'its body, in the middle',
    vendor: 'astral',
    ends: 'TimeoutError headers',
    async prepare(around) {
      const astral = transferring(around);
      const data = Buffer.alloc(24 * MIB, 'stall');
      const upload = (size = data.byteLength): Promise<unknown> =>
        Promise.resolve(astral.packets.upload([{ name: 'stall.bin', data: data.subarray(0, size) }]));
      const limitMs = around.limits.timeouts.headersMs + 3_000;
      return stage(
        astral,
        limitMs,
        () => upload(1_000),
        () => {
          around.relay.stallAfter(how === 'vanish' ? data.byteLength : 4 * MIB, how);
          return upload();
        },
      );
    },
  })),
  {
    operation: 'download into a folder',
    still: 'its body, in the middle',
    vendor: 'astral',
    ends: 'TimeoutError idle',
    async prepare(around) {
      const { relay, sandbox, folder, limits } = around;
      const astral = transferring(around);
      // What no gzip makes smaller, so that the middle is a middle.
      const data = randomBytes(8 * MIB);
      const owner = sandbox.astral.participant().id;
      const { id } = await sandbox.astral.addPacket([{ name: 'stall.bin', data }], { owner });
      const target = join(folder, 'inbox');
      const extract = (): Promise<unknown> => astral.packets.extract(id, target);
      return stage(astral, limits.timeouts.idleMs + 3_000, extract, async () => {
        relay.stallAfter(2 * MIB, 'vanish');
        const [extracted] = await Promise.allSettled([extract()]);
        if (await exists(target)) throw new Error('The folder was not left as it was.');
        if (extracted.status === 'rejected') throw extracted.reason;
      });
    },
  },
];

/** A file may take as long as it takes: only silence is an error. */
function transferring({ server, relay, limits }: Surroundings): AstralClient {
  const { connectMs, headersMs, idleMs } = limits.timeouts;
  return new AstralClient({
    ...server.credentials.astral,
    baseUrl: relay.url,
    timeouts: { connectMs, headersMs, idleMs },
  });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
