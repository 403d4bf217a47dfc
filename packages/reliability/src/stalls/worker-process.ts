// A program as a user has it, to be frozen: a consumer, a feed, a receiver of webhooks and a client with tokens, all at work. It says what it
// has handled to the process that started it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { AsnaClient, createWebhookReceiver } from '@partner-apis/asna';
import { AstralClient } from '@partner-apis/astral';
import { fileCursorStore, ReestroClient } from '@partner-apis/reestro';

/** What the process says: where its receiver listens, or what it has done. */
export type Said =
  | { readonly port: number }
  | { readonly part: Part; readonly id: string }
  | { readonly failed: Part; readonly error: string };

/** What works in it. */
export type Part = 'consumer' | 'feed' | 'receiver' | 'tokens';

const [cursors = '', longestPoll = ''] = process.argv.slice(2);
const say = (said: Said): void => void process.send?.(said);
const stopping = new AbortController();

const astral = AstralClient.fromEnv();
const consumer = astral
  .consumer({ owner: () => true, poll: { ladder: [Number(longestPoll)], slackMs: 2_000 } })
  .on('stall', ({ id }) => say({ part: 'consumer', id }));

const reestro = ReestroClient.fromEnv();
const feed = reestro.crypto.events.feed({
  key: 'stall',
  store: fileCursorStore(cursors),
  startFrom: 'oldest',
  idleMs: { min: 200, max: 500 },
  handler: ({ eventId }) => say({ part: 'feed', id: eventId }),
});

const asna = AsnaClient.fromEnv();
const receiver = createWebhookReceiver({ secrets: asna.webhooks.secretSupplier() }).on(
  'stocks_full',
  ({ MessageId }) => say({ part: 'receiver', id: MessageId }),
);
const server = createServer((request, response) => void receiver.node(request, response)).listen(
  0,
  '127.0.0.1',
  () => {
    // A server that listens on a port has an address object.
    say({ port: (server.address() as AddressInfo).port });
  },
);

async function calling(): Promise<void> {
  for (let count = 0; !stopping.signal.aborted; count += 1) {
    try {
      await asna.stores.list();
      say({ part: 'tokens', id: String(count) });
    } catch (error) {
      say({ failed: 'tokens', error: String(error) });
    }
    await sleep(200);
  }
}

process.once('message', () => {
  stopping.abort();
  server.close();
  server.closeAllConnections();
  void Promise.all([consumer.stop(), feed.stop(), receiver.stop()]);
});
await Promise.all([consumer.run(), feed.run(), calling()]);
await Promise.all([astral.close(), reestro.close(), asna.close()]);
process.disconnect();
