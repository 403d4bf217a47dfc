// Hands the events of Astral.Platform over to RabbitMQ, with an exchange that sorts them by their code, and handles them in a consumer. Needs a
// RabbitMQ: AMQP_URL=amqp://guest:guest@127.0.0.1:5672. Without ASTRAL_API_KEY it runs against the sandbox, and ends after three
// events; else with Ctrl+C.
import { AstralClient } from '@partner-apis/astral';
import { astralSource, forward } from '@partner-apis/forward';
import { amqpSink, readAmqpMessage } from '@partner-apis/forward/amqp';
import { connect } from 'amqplib';
import { withSandbox } from './support/with-sandbox.ts';

const { AMQP_URL } = process.env;
if (AMQP_URL === undefined) {
  console.log('This example needs a RabbitMQ: set AMQP_URL, such as amqp://guest:guest@127.0.0.1:5672.');
  process.exit();
}

const connection = await connect(AMQP_URL);
const channel = await connection.createChannel();
await channel.assertExchange('partner-events', 'topic', { durable: true });
await channel.assertQueue('signatures', { durable: true });
await channel.bindQueue('signatures', 'partner-events', 'astral.signature.#');
await channel.prefetch(10);

await withSandbox(async ({ participant }) => {
  const inSandbox = process.env['ASTRAL_PARTICIPANT'] === undefined;
  await using astral = AstralClient.fromEnv();
  const forwarder = forward({
    source: astralSource(astral),
    // Called again when the connection broke; meanwhile nothing is taken from the platform.
    sink: amqpSink({ connect: () => connect(AMQP_URL), exchange: 'partner-events' }),
    signals: ['SIGTERM', 'SIGINT'],
  });

  // RabbitMQ does not know what it has had: after a crash a message can come twice, and its id tells. Your own program asks its database.
  const seen = new Set<string>();
  await channel.consume('signatures', (message) => {
    if (message === null) return;
    void (async () => {
      const { id, type } = await readAmqpMessage(message);
      if (!seen.has(id)) console.log(`handled ${id}: ${type}`);
      seen.add(id);
      channel.ack(message);
      if (inSandbox && seen.size === 3) void forwarder.stop();
    })();
  });

  if (inSandbox) {
    for (let n = 1; n <= 3; n += 1)
      await astral.events.publish({ code: 'signature.verified', consumer: [participant], data: { n } });
  }
  await forwarder.run();
  console.log(`${forwarder.health().stored} handed over and confirmed`);
});
await connection.close();
