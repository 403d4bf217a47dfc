/**
 * `loop-memory.ts consumer|feed EVENTS memory|heap` puts many events through the consumer or the feed in a process of its own. `memory`: by how
 * many bytes the process grew above where it stood after the first ones. `heap`: how large the heap was on the way, after garbage
 * collection, which `memory` leaves to the runtime.
 */
import { AstralClient } from '@partner-apis/astral';
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

async function through(total: number, handler: () => unknown): Promise<void> {
  await server.ask({ total });
  if (what === 'consumer') {
    await using astral = new AstralClient({ apiKey: 'benchmark-key', baseUrl: server.origin });
    await consumeAll(astral, total, handler);
  } else {
    await using reestro = reestroAt(server.origin);
    await followAll(reestro, total, handler);
  }
}

await through(WARM_UP, () => {});
const memory = await memoryDuring(() => through(events, wanted === 'heap' ? look : () => {}));
process.send?.(wanted === 'heap' ? course : memory, undefined, undefined, () => process.disconnect());
server.stop();
