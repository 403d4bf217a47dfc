// What services use of the vendors' packages, with the types that come out.
import { createServer } from 'node:http';
import {
  AsnaClient,
  createWebhookReceiver,
  isMessageFailedError,
  type WebhookEvent,
} from '@partner-apis/asna';
import {
  AstralClient,
  isAstralHttpError,
  isConnectionError,
  type PublishedEvent,
} from '@partner-apis/astral';
import { fileCursorStore, isCertificateReleased, ReestroClient } from '@partner-apis/reestro';
import { flag, isSoftErrorsError, StormwallClient, undiciTransport } from '@partner-apis/stormwall';

const astral = new AstralClient({ apiKey: 'key', timeouts: { deadlineMs: 5_000 } });

export async function documents(folder: string): Promise<readonly string[]> {
  const { events, partial } = await astral.events.publish({
    code: 'a',
    consumer: ['b'],
    data: { text: 'c' },
  });
  const first: PublishedEvent | undefined = events[0];
  const allAccepted: boolean = !partial;
  const files = await astral.packets.extract('packet', folder);
  const sizes: number[] = files.map(({ size }) => size);
  return [...files.map(({ path }) => path), `${sizes} ${allAccepted} ${first?.id ?? ''}`];
}

export function reasonOf(error: unknown): string | undefined {
  if (isConnectionError(error)) return error.reason;
  if (isAstralHttpError(error)) return `${error.status}`;
  if (isMessageFailedError(error)) return error.code;
  return isSoftErrorsError(error) ? error.softErrors.map(({ code }) => code).join() : undefined;
}

export const consumer = astral
  .consumer({ concurrency: 2, deadLetter: (event, error) => console.error(event.id, error) })
  .on('document.signed', (event, context) => {
    const attempt: number = context.attempt;
    console.log(event.data, attempt);
  });

const stormwall = new StormwallClient({ token: 'token', transport: undiciTransport() });

export async function protectedServices(): Promise<readonly number[]> {
  const ids: number[] = [];
  for await (const service of stormwall.services.list()) ids.push(Number(service.id));
  const body = { enabled: flag(true) };
  const { softErrors } = await stormwall.command({ method: 'PUT', path: '/user/service/1', body });
  const codes: readonly number[] = softErrors.map(({ code }) => Number(code));
  return [...ids, ...codes];
}

const asna = new AsnaClient({ auth: { clientId: 'id', clientSecret: 'secret' } });

export const receiver = createWebhookReceiver({ secrets: asna.webhooks.secretSupplier() }).on(
  'stocks_full',
  (event: WebhookEvent) => console.log(event.MessageId),
);
export const server = createServer((request, response) => void receiver.node(request, response));

const reestro = new ReestroClient({ apiKey: 'key', orgId: 'org', environment: 'test' });

export const feed = reestro.crypto.events.feed({
  key: 'certificates',
  store: fileCursorStore('cursors.json'),
  startFrom: 'oldest',
  handler: (event) => {
    if (!isCertificateReleased(event)) return;
    const id: string | undefined = event.certificateId;
    console.log(id);
  },
});
