/**
 * `loop-memory.ts LOOP EVENTS memory|heap` puts many events through a loop of ours or one by hand in a process of its own. `memory`: by how
 * many bytes the process grew above where it stood after the first ones. `heap`: how large the heap was on the way, after garbage
 * collection, which `memory` leaves to the runtime.
 */
import { AstralClient } from '@partner-apis/astral';
import { consume, follow, nothing } from '../by-hand/loops.ts';
import { close } from '../by-hand/requests.ts';
import { consumeAll } from '../scenarios/consumer.ts';
import { followAll, reestroAt } from '../scenarios/feed.ts';
import { startHelper } from '../harness/processes.ts';
import { memoryDuring } from './memory-during.ts';

const WARM_UP = 1_000;
const [what = '', count = '', wanted] = process.argv.slice(2);
const events = Number(count);
const server = await startHelper('vendor.ts');
const course: [number, number][] = [];
let handled = 0;

/** Looks at the heap forty times, and lets everything else have its turn before. */
async function look(): Promise<void> {
  handled += 1;
  if (handled % (events / 40) !== 0) return;
  await new Promise((resolve) => setImmediate(resolve));
  globalThis.gc?.();
  course.push([handled, process.memoryUsage().heapUsed]);
}

const { origin } = server;
const loops: Readonly<Record<string, (total: number, handler: () => Promise<void>) => Promise<void>>> = {
  async 'astral.consumer'(total, handler) {
    await using astral = new AstralClient({ apiKey: 'benchmark-key', baseUrl: origin });
    await consumeAll(astral, total, handler);
  },
  async 'reestro feed'(total, handler) {
    await using reestro = reestroAt(origin);
    await followAll(reestro, total, handler);
  },
  'consumer by hand': (total, handler) => consume(origin, { limit: 100, events: total }, handler),
  'feed by hand': (total, handler) => follow(origin, total, handler, nothing),
};

async function through(total: number, handler: () => Promise<void>): Promise<void> {
  await server.ask({ total });
  await loops[what]?.(total, handler);
}

await through(WARM_UP, nothing);
const memory = await memoryDuring(() => through(events, wanted === 'heap' ? look : nothing));
await close();
process.send?.(wanted === 'heap' ? course : memory, undefined, undefined, () => process.disconnect());
server.stop();
