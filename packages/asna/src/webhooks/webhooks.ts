import type { ApiCall, CallOptions } from '@partner-apis/core';
import type { Caller } from '@partner-apis/core/vendor';
import { secretSupplier, type WebhookSecretSupplier } from '../receiver/secret-supplier.ts';
import { getWebhookKey, type WebhookKey } from './webhook-operations.ts';

/** Webhooks are held while the key is read, so a stalled answer or the wait that a 429 asks for must not hold them for long. */
const KEY_LIMIT = { deadlineMs: 10_000 };

/** The key of webhook signatures. Receiving them is {@link createWebhookReceiver}. */
export class Webhooks {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Reads the key with which ASNA signs webhooks. A secret: keep it out of logs.
   *
   * @throws AuthenticationError where the credential is refused, and as every `ApiCall`.
   * @see ASNA REST API manual, "Other capabilities", getting the key
   */
  getKey(options?: CallOptions): ApiCall<WebhookKey> {
    return this.#client.call(getWebhookKey, {}, options);
  }

  /**
   * For `secrets` of a receiver: reads the key once and keeps it, and reads it again after a signature that does not match: at once the
   * first time, then once a minute at most, so that forged requests cannot make requests to ASNA. A read takes 10 s at most unless
   * `options` say otherwise: a webhook waits for it. What it returns rejects as {@link getKey} does.
   */
  secretSupplier(options?: CallOptions): WebhookSecretSupplier {
    const limited = { ...options, timeouts: { ...KEY_LIMIT, ...options?.timeouts } };
    return secretSupplier(() => this.getKey(limited), this.#client.runtime.clock);
  }
}
