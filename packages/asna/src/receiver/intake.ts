import { type Clock, guarded, type Logger, systemClock } from '@partner-apis/core';
import { Delivery } from './delivery.ts';
import { bytesOf } from './raw-body.ts';
import type { WebhookReceiverOptions } from './receiver-options.ts';
import { secretList, type WebhookSecretSupplier } from './secrets.ts';
import { isSignedBy, mismatch, parseSignature } from './signature.ts';
import { type AnswerName, webhookAnswer, type WebhookResponse } from './webhook-answer.ts';
import { parseEvent, type WebhookEvent } from './webhook-event.ts';
import { isWebhookPayloadError } from './webhook-payload-error.ts';
import { headerValues, pathOf, type WebhookRequest, type WebhookRequestHead } from './webhook-request.ts';
import { isWebhookSignatureError } from './webhook-signature-error.ts';

/** From a request to an answer, whatever brought the request. */
export class Intake {
  readonly delivery: Delivery;
  readonly maxBodyBytes: number;
  readonly bodyTimeoutMs: number;
  readonly clock: Clock;
  readonly path: string | undefined;
  readonly #secrets: WebhookReceiverOptions['secrets'];
  readonly #logger: Logger;

  constructor(options: WebhookReceiverOptions) {
    this.clock = options.clock ?? systemClock;
    this.#logger = guarded(options.logger);
    this.#secrets = options.secrets;
    this.path = options.path;
    this.maxBodyBytes = options.maxBodyBytes ?? 262_144;
    this.bodyTimeoutMs = options.bodyTimeoutMs ?? 10_000;
    this.delivery = new Delivery(options, this.#logger, this.clock);
  }

  /** Takes a request whose body is there. Rejects with ConfigurationError for a body that was parsed. */
  async handle(request: WebhookRequest): Promise<WebhookResponse> {
    const body = bytesOf(request.body);
    return this.refusal(request, body.byteLength) ?? this.accept(request, body);
  }

  /** What can be refused before the body is read; undefined when it is to be read. */
  refusal(head: WebhookRequestHead, bodyBytes = announced(head)): WebhookResponse | undefined {
    if (this.delivery.stopping) return this.answer('stopping');
    if (this.path !== undefined && pathOf(head.path) !== this.path) return this.answer('path');
    if (head.method !== 'POST') return this.answer('method');
    try {
      parseSignature(headerValues(head.headers, 'x-signature'));
    } catch (error) {
      return this.#refused(error);
    }
    return bodyBytes > this.maxBodyBytes ? this.answer('large') : undefined;
  }

  /** Verifies, then reads, then hands over. */
  async accept({ headers }: WebhookRequestHead, body: Uint8Array): Promise<WebhookResponse> {
    let event: WebhookEvent;
    try {
      await this.#verify(body, headerValues(headers, 'x-signature'));
      event = parseEvent(body);
    } catch (error) {
      return this.#refused(error);
    }
    return webhookAnswer(await this.delivery.deliver(event));
  }

  /** An answer that says something about the sender, with a log line. */
  answer(name: AnswerName): WebhookResponse {
    const answer = webhookAnswer(name);
    this.#logger.info({ vendor: 'asna', status: answer.status, reason: name }, 'ASNA webhook refused');
    return answer;
  }

  async #verify(body: Uint8Array, header: readonly string[]): Promise<void> {
    const signature = parseSignature(header);
    const source = this.#secrets;
    const supplier: WebhookSecretSupplier | undefined = typeof source === 'function' ? source : undefined;
    if (isSignedBy(body, signature, secretList(supplier === undefined ? source : await supplier()))) return;
    const fresh = await supplier?.refresh?.();
    if (fresh === undefined || !isSignedBy(body, signature, secretList(fresh))) throw mismatch();
  }

  #refused(error: unknown): WebhookResponse {
    const fields = { vendor: 'asna', reason: error instanceof Error ? error.message : String(error) };
    if (isWebhookSignatureError(error)) {
      this.#logger.warn(fields, 'ASNA webhook refused: its signature is missing or wrong');
      return webhookAnswer('signature');
    }
    if (isWebhookPayloadError(error)) {
      this.#logger.warn(fields, 'ASNA webhook refused: its body is no event');
      return webhookAnswer('payload');
    }
    // The key could not be got: nobody can tell yet whether this one is genuine, so it may come again.
    this.#logger.error(fields, 'ASNA webhook not handled: its key could not be got');
    return webhookAnswer('failed');
  }
}

function announced({ headers }: WebhookRequestHead): number {
  const [text = ''] = headerValues(headers, 'content-length');
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}
