import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  createWebhookReceiver,
  memoryDedupe,
  type WebhookDedupe,
  type WebhookReceiver,
} from '@partner-apis/asna';
import type { Claim, Evidence, RunOptions } from '../claim.ts';
import type { Sending, Sent } from './webhook-sender-process.ts';

const SECRET = 'flood';
const WEBHOOKS = 10_000;
/** The sender writes as fast as this on purpose; one that could not has not tried the claim. */
const SLOWEST_SENDING_MS = 2_000;
const SENDER = fileURLToPath(new URL('webhook-sender-process.ts', import.meta.url));

/** More webhooks than ASNA will ever send at once. */
export const webhookFlood: Claim = {
  id: 'webhook-flood',
  holds:
    'Ten thousand webhooks in a second are each handled once, and 503 is said only while the receiver stops.',
  how: `A process of its own writes ${WEBHOOKS.toLocaleString('en')} signed webhooks to \`createServer(receiver.node)\` over 100 connections within a second, without waiting for answers. Then the same once more, while \`receiver.stop()\` is called in the middle; what was refused is sent again to a second receiver with the same memory of duplicates, as after a restart. Counted are the answers, and which webhook reached the handler how often. Five times. Short: once.`,
  short: true,
  run,
};

async function run(options: RunOptions): Promise<Evidence> {
  const rounds: (readonly Round[])[] = [];
  for (let round = 1; round <= (options.short ? 1 : 5); round += 1) {
    const dedupe = memoryDedupe();
    const all = await flood('calm', numbers(`${round}-a`), dedupe);
    const stopped = await flood('stop() in the middle', numbers(`${round}-b`), dedupe, true);
    const again = await flood('what was refused, sent again', refused(stopped), dedupe);
    rounds.push([all, stopped, again]);
    options.progress(`round ${round}: all answered in ${Math.round(all.answeredMs)} ms`);
  }
  return {
    rows: rounds.flat().map((round) => ({
      flood: round.name,
      webhooks: round.ids.length,
      'sent in ms': Math.round(round.sentMs),
      'answered in ms': Math.round(round.answeredMs),
      'answered 200': count(round, 200),
      'answered 503': count(round, 503),
      'other answers': round.ids.length - count(round, 200) - count(round, 503),
      'handled more or less than once': wrong(round).length,
    })),
    missed: rounds.flat().flatMap(missing),
  };
}

interface Round extends Sent {
  readonly name: string;
  readonly ids: readonly string[];
  /** How often each id reached the handler. */
  readonly handled: ReadonlyMap<string, number>;
}

async function flood(
  name: string,
  ids: readonly string[],
  dedupe: WebhookDedupe,
  stops = false,
): Promise<Round> {
  const handled = new Map<string, number>();
  const receiver: WebhookReceiver = createWebhookReceiver({ secrets: SECRET, dedupe }).on(
    'stocks_full',
    async ({ MessageId }) => {
      handled.set(MessageId, (handled.get(MessageId) ?? 0) + 1);
      if (stops && handled.size === Math.floor(ids.length / 2)) void receiver.stop();
      await sleep(1);
    },
  );
  const server = createServer((request, response) => void receiver.node(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port has an address object.
  const { port } = server.address() as AddressInfo;
  const sender = fork(SENDER, { execArgv: ['--conditions=@partner-apis/source'] });
  sender.send({ port, secret: SECRET, ids } satisfies Sending);
  // Boundary: our own process sent it.
  const [sent] = (await once(sender, 'message')) as [Sent];
  await receiver.stop();
  server.closeAllConnections();
  server.close();
  return { ...sent, name, ids, handled };
}

function missing(round: Round): string[] {
  const { name, ids, sentMs, statuses } = round;
  const unanswered = ids.length - statuses.filter((status) => status > 0).length;
  const stopping = name.startsWith('stop');
  const others = ids.length - count(round, 200) - count(round, 503);
  return [
    ...(unanswered > 0 ? [`${unanswered} webhooks got no answer (${name}).`] : []),
    ...(others > 0 ? [`${others} answers were neither 200 nor 503 (${name}).`] : []),
    ...(!stopping && count(round, 503) > 0 ? [`503 was said although nothing stopped (${name}).`] : []),
    ...(stopping && count(round, 503) === 0 ? ['The stop came too late to refuse anything.'] : []),
    ...(wrong(round).length > 0
      ? [
          `${wrong(round).length} webhooks were answered with 200 and not handled once, or refused and handled (${name}).`,
        ]
      : []),
    ...(sentMs > SLOWEST_SENDING_MS ? [`The sender took ${Math.round(sentMs)} ms (${name}).`] : []),
  ];
}

/** What was answered with 200 must have been handled once, and what was not, never. */
function wrong({ ids, statuses, handled }: Round): string[] {
  return ids.filter((id, i) => (handled.get(id) ?? 0) !== (statuses[i] === 200 ? 1 : 0));
}

function refused({ ids, statuses }: Round): string[] {
  return ids.filter((_, i) => statuses[i] !== 200);
}

function count({ statuses }: Sent, status: number): number {
  return statuses.filter((one) => one === status).length;
}

function numbers(prefix: string): string[] {
  return Array.from({ length: WEBHOOKS }, (_, i) => `${prefix}-${i}`);
}
