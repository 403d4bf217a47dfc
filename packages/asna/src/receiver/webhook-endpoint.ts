import { type Clock, systemClock } from '@partner-apis/core';
import { describeIssues } from '@partner-apis/core/vendor';
import { Delivery } from './delivery/delivery.ts';
import { bytesOf } from './adapters/raw-body.ts';
import { ReceiverLog } from './receiver-log.ts';
import type { WebhookReceiverOptions } from './receiver-options.ts';
import { secretList } from './signature/secrets.ts';
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
    const signature = this.admit(request, body.byteLength);
    return signature instanceof Uint8Array ? this.accept(signature, body) : signature;
  }

  /** Before a body is read: the signature that it is to have, or the answer where it need not be read. */
  admit(head: WebhookRequestHead, bodyBytes: number): Uint8Array | WebhookResponse {
    if (this.delivery.stopping) return this.refuse('stopping');
    if (this.path !== undefined && pathOf(head.path) !== this.path) return this.refuse('path');
    if (head.method !== 'POST') return this.refuse('method');
    let signature: Uint8Array;
    try {
      signature = parseSignature(headerValues(head.headers, 'x-signature'));
    } catch (error) {
      return this.#unverified(error);
    }
    return bodyBytes > this.maxBodyBytes ? this.refuse('large') : signature;
  }

  /** Verifies, then reads, then hands over. */
  async accept(signature: Uint8Array, body: Uint8Array): Promise<WebhookResponse> {
    let event: WebhookEvent;
    try {
      // Waited for though it be there: no handler runs before whoever handed the request in has its promise.
      const secrets = await (typeof this.#secrets === 'function' ? this.#secrets() : this.#secrets);
      if (!isSignedBy(body, signature, secretList(secrets))) await this.#verifyAnew(body, signature);
      event = parseEvent(body);
    } catch (error) {
      return this.#unverified(error);
    }
    const startedAt = this.clock.now();
    this.#lastEventAt = startedAt;
    const delivered = this.delivery.deliver(event);
    const outcome = typeof delivered === 'string' ? delivered : await delivered;
    return this.#answer(outcome, { event: event.Event, startedAt });
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

  /** The key may have been changed. */
  async #verifyAnew(body: Uint8Array, signature: Uint8Array): Promise<void> {
    const supplier = typeof this.#secrets === 'function' ? this.#secrets : undefined;
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

  #answer(
    outcome: AnswerName,
    about?: { readonly event: string; readonly startedAt: number },
  ): WebhookResponse {
    const answer = webhookAnswer(outcome);
    if (this.#hooks?.answered !== undefined) {
      const durationMs = about && this.clock.now() - about.startedAt;
      this.#tell({ outcome, status: answer.status, event: about?.event, durationMs });
    }
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
