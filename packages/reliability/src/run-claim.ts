// The process of one claim: tries it and says what came of it.
import { inspect } from 'node:util';
import { claims } from './claims.ts';
import type { Message } from './try-claim.ts';

const [id, flag] = process.argv.slice(2);
const claim = claims.find((one) => one.id === id);
if (claim === undefined) throw new Error(`No claim is named ${id}`);

const say = (message: Message) =>
  new Promise<void>((resolve) => {
    if (process.send === undefined) resolve();
    else process.send(message, undefined, undefined, () => resolve());
  });

try {
  const evidence = await claim.run({
    short: flag === '--short',
    progress: (line) => void say({ progress: line }),
  });
  await say({ evidence });
} catch (error) {
  await say({ evidence: { rows: [], missed: [inspect(error)] } });
}
process.disconnect();
// What a claim leaves behind must not keep the next one from its turn.
process.exit();
