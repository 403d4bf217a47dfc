// One of the processes of astral-three-workers.ts. Its argument is its weight.
import { AstralClient } from '@partner-apis/astral';

const [weight] = process.argv.slice(2);
await using astral = AstralClient.fromEnv();
const consumer = astral
  // More slots than limitMax, so that every poll asks for the full weight.
  .consumer({ concurrency: 16, limitMax: Number(weight) })
  .on('work', () => void process.send?.('handled'));

process.on('message', () => void consumer.stop());
process.send?.('ready');
await consumer.run();
process.disconnect();
