// Consume events until SIGTERM or Ctrl+C: handlers by code, checked data, a dead letter, a clean stop. Without ASTRAL_API_KEY it runs against
// the sandbox, which publishes a few events and then asks it to stop.
import { AstralClient } from '@partner-apis/astral';
import * as z from 'zod';
import { withSandbox } from './support/with-sandbox.ts';

// Any Standard Schema will do. The data of each event code is agreed with the vendor.
const Verified = z.object({ packet: z.string(), valid: z.boolean() });

await withSandbox(async ({ participant }) => {
  await using astral = AstralClient.fromEnv();

  // Events come at least once. Remember what you have done by event id, in the same transaction as the work; here a set has to do.
  const done = new Set<string>();

  const consumer = astral
    .consumer({
      concurrency: 8,
      signals: ['SIGTERM', 'SIGINT'],
      // The only process of this participant: it takes over at once what an earlier one has left behind.
      owner: () => true,
      // What fails this often is put aside for a person to look at, and confirmed only once it is safely there.
      maxAttempts: 4,
      retry: { retries: 3, minDelayMs: 100, maxDelayMs: 1_000 },
      deadLetter: async (event, error) => {
        console.error('dead letter:', event.id, event.code, String(error));
      },
      hooks: { ladder: ({ from, to }) => console.log(`polls wait ${to} s instead of ${from} s`) },
    })
    .on('signature.verified', Verified, async ({ id, data }) => {
      if (done.has(id)) return;
      console.log('verified', data.packet, data.valid ? 'valid' : 'not valid');
      done.add(id);
    })
    .on(['document.received', 'document.signed'], async ({ code, data }, ctx) => {
      if (data['packet'] === undefined) return ctx.deadLetter('it names no packet');
      console.log(code, data['packet']);
      return undefined;
    })
    .onInvalid((event, issues, ctx) => {
      console.error('invalid data in', event.code, issues);
      return ctx.deadLetter('schema');
    })
    // Leave to others what is not yours: the event stays unconfirmed.
    .otherwise((event, ctx) => ctx.release(`nobody here handles ${event.code}`));

  const running = consumer.run();
  if (process.env['ASTRAL_EXAMPLE_KEEP_RUNNING'] === undefined) {
    await publishSome(astral, participant);
    setTimeout(() => void consumer.stop(), 1_500);
  }
  await running;
  console.log('stopped', await consumer.stop());
});

/** What other participants would do. */
async function publishSome(astral: AstralClient, participant: string): Promise<void> {
  const events = [
    { code: 'signature.verified', data: { packet: 'one', valid: true } },
    { code: 'signature.verified', data: { packet: 'two', valid: 'perhaps' } },
    { code: 'document.received', data: { packet: 'three' } },
    { code: 'document.signed', data: {} },
  ];
  await astral.events.publish(events.map((event) => ({ ...event, consumer: [participant] })));
}
