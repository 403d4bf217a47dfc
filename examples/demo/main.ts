// The main jobs of the SDK, played against the sandbox on real sockets. Run it with `npx --yes pnpm@12.21.0 demo`.
import { styleText } from 'node:util';
import { createSandbox } from '@partner-apis/sandbox';
import { asnaWebhooks } from './asna.ts';
import { asnaOrders } from './asna-orders.ts';
import { astralConsumer } from './astral-consumer.ts';
import { astralErrors } from './astral-errors.ts';
import { astralEvents } from './astral-events.ts';
import { astralPackets } from './astral-packets.ts';
import { reestroFeed } from './reestro.ts';
import { reestroCertificate } from './reestro-certificate.ts';
import { stormwall } from './stormwall.ts';
import { stormwallV3 } from './stormwall-v3.ts';
import { DemoFailure, printer, type Scene } from './stage.ts';

const scenes: readonly Scene[] = [
  astralEvents,
  astralConsumer,
  astralPackets,
  astralErrors,
  stormwall,
  stormwallV3,
  asnaWebhooks,
  asnaOrders,
  reestroFeed,
  reestroCertificate,
];

const started = performance.now();
const { title, show, check, checks } = printer();
const sandbox = createSandbox();
const server = await sandbox.listen({ port: 0 });
process.stdout.write(styleText('dim', `Sandbox: ${Object.values(server.urls).join(', ')}\n`));
try {
  for (const scene of scenes) {
    title(scene.title);
    await scene.play({ sandbox, server, show, check });
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`\n${styleText('green', `All ${checks()} checks hold`)}, ${seconds} s.\n`);
} catch (error) {
  process.exitCode = 1;
  const what = error instanceof DemoFailure ? `Not as it should be: ${error.message}` : error;
  process.stderr.write(`\n${styleText('red', 'The demo failed.')} ${typeof what === 'string' ? what : ''}\n`);
  if (typeof what !== 'string') console.error(what);
} finally {
  await server.close();
}
