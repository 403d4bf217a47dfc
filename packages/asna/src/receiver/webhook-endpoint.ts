import { type Clock, systemClock } from '@partner-apis/core';
import { describeIssues } from '@partner-apis/core/vendor';
import { Delivery } from './delivery/delivery.ts';
import { bytesOf } from './adapters/raw-body.ts';
import { ReceiverLog } from './receiver-log.ts';
import type { WebhookReceiverOptions } from './receiver-options.ts';
import { secretList, type WebhookSecretSupplier } from './signature/secrets.ts';
import { isSignedBy, mismatch, parseSignature } from './signature/signature.ts';
import { type AnswerName, webhookAnswer, type WebhookResponse } from './webhook-answer.ts';
import { parseEvent, type WebhookEvent } from './webhook-event.ts';
import type { AnsweredWebhook, WebhookHooks, WebhookReceiverHealth } from './webhook-hooks.ts';
import { isWebhookPayloadError } from './webhook-payload-error.ts';
import { headerValues, pathOf, type WebhookRequest, type WebhookRequestHead } from './webhook-request.ts';
import { isWebhookSignatureError } from './signature/webhook-signature-error.ts';

/** Why a request may be refused that is no event yet. */
type Refusal = 'stopping' | 'path' | 'method' | 'slow' | 'large';

/** What is wrong with a signature. */
const SIGNATURE_FAULTS = {
  missing: 'it has no X-Signature',
  malformed: 'its X-Signature is not one "sha256=" with 64 hex digits',
  mismatch:
    'its signature does not fit its body and our keys. It was forged, changed on its way, or signed with another key',
};

/** From a request to an answer, whatever brought the request. */
export class WebhookEndpoint {
  readonly delivery: Delivery;
  readonly maxBodyBytes: number;
  readonly bodyTimeoutMs: number;
  readonly clock: Clock;
  readonly path: string | undefined;
  readonly #secrets: WebhookReceiverOptions['secrets'];
  readonly #hooks: WebhookHooks | undefined;
  readonly #log: ReceiverLog;
  readonly #reasons: Readonly<Record<Refusal, string>>;
  #lastEventAt: number | undefined;

  constructor(options: WebhookReceiverOptions) {
    this.clock = options.clock ?? systemClock;
    this.#log = new ReceiverLog(options.logger);
    this.#secrets = options.secrets;
    this.#hooks = options.hooks;
    this.path = options.path;
    this.maxBodyBytes = options.maxBodyBytes ?? 262_144;
    this.bodyTimeoutMs = options.bodyTimeoutMs ?? 10_000;
    this.delivery = new Delivery(options, this.#log, this.clock);
    this.#reasons = {
      stopping: 'the receiver is stopping',
      path: `it was not for ${this.path}`,
      method: 'webhooks come by POST',
      slow: `its body was not there after ${this.bodyTimeoutMs} ms (bodyTimeoutMs)`,
      large: `its body is larger than ${this.maxBodyBytes} bytes (maxBodyBytes)`,
    };
  }

  /** Takes a request whose body is there. Rejects with ConfigurationError for a body that was parsed. */
  async handle(request: WebhookRequest): Promise<WebhookResponse> {
    const body = bytesOf(request.body);
    return this.refusal(request, body.byteLength) ?? this.accept(request, body);
  }

  /** What can be refused before the body is read; undefined when it is to be read. */
  refusal(head: WebhookRequestHead, bodyBytes = announced(head)): WebhookResponse | undefined {
    if (this.delivery.stopping) return this.refuse('stopping');
    if (this.path !== undefined && pathOf(head.path) !== this.path) return this.refuse('path');
    if (head.method !== 'POST') return this.refuse('method');
    try {
      parseSignature(headerValues(head.headers, 'x-signature'));
    } catch (error) {
      return this.#unverified(error);
    }
    return bodyBytes > this.maxBodyBytes ? this.refuse('large') : undefined;
  }

  /** Verifies, then reads, then hands over. */
  async accept({ headers }: WebhookRequestHead, body: Uint8Array): Promise<WebhookResponse> {
    let event: WebhookEvent;
    try {
      await this.#verify(body, headerValues(headers, 'x-signature'));
      event = parseEvent(body);
    } catch (error) {
      return this.#unverified(error);
    }
    const startedAt = this.clock.now();
    this.#lastEventAt = startedAt;
    const answer = await this.delivery.deliver(event);
    return this.#answer(answer, { event: event.Event, durationMs: this.clock.now() - startedAt });
  }

  /** An answer for a request that is no event, with a log line. */
  refuse(reason: Refusal): WebhookResponse {
    return this.#refused('info', 'A request', reason, this.#reasons[reason]);
  }

  /** The sender went away before its body was there; nobody reads this answer. */
  gone(): WebhookResponse {
    const text = 'A request was not answered: its sender went away before its body was there';
    this.#log.request('info', undefined, text);
    this.#tell({ outcome: 'gone', status: undefined, event: undefined, durationMs: undefined });
    return webhookAnswer('slow');
  }

  health(): WebhookReceiverHealth {
    const { stopping, inFlight } = this.delivery;
    const lastEventAt = this.#lastEventAt;
    return { state: stopping ? 'stopping' : 'running', live: !stopping, inFlight, lastEventAt };
  }

  async #verify(body: Uint8Array, header: readonly string[]): Promise<void> {
    const signature = parseSignature(header);
    const source = this.#secrets;
    const supplier: WebhookSecretSupplier | undefined = typeof source === 'function' ? source : undefined;
    if (isSignedBy(body, signature, secretList(supplier === undefined ? source : await supplier()))) return;
    const fresh = await supplier?.refresh?.();
    if (fresh === undefined || !isSignedBy(body, signature, secretList(fresh))) throw mismatch();
  }

  #unverified(error: unknown): WebhookResponse {
    if (isWebhookSignatureError(error))
      return this.#refused('warn', 'A webhook', 'signature', SIGNATURE_FAULTS[error.reason]);
    if (isWebhookPayloadError(error)) {
      const why = `it is from ASNA, but its body is no event (${describeIssues(error.issues)})`;
      return this.#refused('warn', 'A webhook', 'payload', why);
    }
    const answer = this.#answer('failed');
    const text = `A webhook was answered with ${answer.status}, because the keys could not be had: nobody can tell yet whether it is from ASNA, and it may come again`;
    this.#log.request('error', answer.status, text, error);
    return answer;
  }

  #refused(level: 'info' | 'warn', what: string, name: AnswerName, why: string): WebhookResponse {
    const answer = this.#answer(name);
    this.#log.request(level, answer.status, `${what} was refused with ${answer.status}: ${why}`);
    return answer;
  }

  #answer(outcome: AnswerName, about?: Pick<AnsweredWebhook, 'event' | 'durationMs'>): WebhookResponse {
    const answer = webhookAnswer(outcome);
    const { event, durationMs } = about ?? {};
    this.#tell({ outcome, status: answer.status, event, durationMs });
    return answer;
  }

  #tell(webhook: AnsweredWebhook): void {
    const answered = this.#hooks?.answered;
    if (answered === undefined) return;
    const failed = (error: unknown): void =>
      this.#log.request('error', webhook.status, 'The hook "answered" of the receiver failed', error);
    try {
      void Promise.resolve(answered(webhook)).catch(failed);
    } catch (error) {
      failed(error);
    }
  }
}

function announced({ headers }: WebhookRequestHead): number {
  const [text = ''] = headerValues(headers, 'content-length');
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}
