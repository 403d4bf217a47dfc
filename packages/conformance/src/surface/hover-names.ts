/** What the programs below have at hand. */
export const preamble = `
import {
  AstralClient, type AstralOptions, type CallOptions, ConnectionError, type ConsumerOptions, fetchTransport, HttpError, isTimeoutError,
  RateLimitError, RequestValidationError, TimeoutError, undiciTransport,
} from '@partner-apis/astral';
import { AsnaClient, createWebhookReceiver } from '@partner-apis/asna';
import { isCertificateReleased, ReestroClient } from '@partner-apis/reestro';
import { createSandbox } from '@partner-apis/sandbox';
import { StormwallClient, StormwallV3Client } from '@partner-apis/stormwall';
declare const astral: AstralClient;
declare const asna: AsnaClient;
declare const reestro: ReestroClient;
declare const stormwall: StormwallClient;
declare const v3: StormwallV3Client;
declare const consumer: ReturnType<typeof astral.consumer>;
declare const receiver: ReturnType<typeof createWebhookReceiver>;
declare const clientOptions: AstralOptions;
declare const callOptions: CallOptions;
declare const consumerOptions: ConsumerOptions;
declare const error: HttpError;
`;

/** The names that programs use most. Each is code, and the text that is kept is that of its last name. */
export const hoverNames: readonly string[] = [
  'new AstralClient',
  'AstralClient.fromEnv',
  'astral.with',
  'astral.request',
  'astral.close',
  'astral.events.publish',
  'astral.events.poll',
  'astral.events.get',
  'astral.events.confirm',
  'astral.events.get("").withResponse',
  'astral.packets.upload',
  'astral.packets.download',
  'astral.packets.extract',
  'astral.consumer',
  'consumer.on',
  'consumer.run',
  'consumer.stop',
  'consumer.health',
  'consumerOptions.concurrency',
  'consumerOptions.deadLetter',
  'clientOptions.apiKey',
  'clientOptions.retry',
  'callOptions.signal',
  'callOptions.timeouts',
  'undiciTransport',
  'fetchTransport',
  'HttpError',
  'RateLimitError',
  'RequestValidationError',
  'ConnectionError',
  'TimeoutError',
  'isTimeoutError',
  'error.attempts',
  'stormwall.services.list',
  'stormwall.command',
  'v3.domains.list',
  'asna.stocks.replace',
  'asna.messages.wait',
  'asna.orders.feed',
  'createWebhookReceiver',
  'receiver.on',
  'reestro.crypto.events.list',
  'reestro.crypto.events.feed',
  'isCertificateReleased',
  'createSandbox',
];
