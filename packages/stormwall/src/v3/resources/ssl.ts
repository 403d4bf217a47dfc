import type { ApiCall, CallOptions } from '@partner-apis/core/user';
import { type Caller, pollUntil, type WaitOptions } from '@partner-apis/core/vendor';
import { isActive } from '../certificate.ts';
import type { V3Certificate } from '../models.ts';
import { getCertificate, requestCertificate } from '../domain-operations.ts';

/** How to wait for a certificate. The other options go to each request. */
export interface CertificateWaitOptions extends WaitOptions<V3Certificate> {
  /** For the whole wait, in milliseconds; `Infinity` waits for ever. Default 3,600,000. */
  readonly timeoutMs?: number;
  /** Pause before the second request, in milliseconds; each further one is twice as long. Default 60,000. */
  readonly intervalMs?: number;
  /** The longest pause, in milliseconds. Default 300,000. */
  readonly maxIntervalMs?: number;
  /** Called after each request that brought a certificate, good or not yet. What it throws ends the wait. Default: nobody is told. */
  readonly onProgress?: (certificate: V3Certificate) => void;
}

/** Certificates of domains. */
export class V3Ssl {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Third-party programs only: reads the certificate of a domain; null, or without members, before there is one.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see public programs that use the Stormwall API, version 3
   */
  get(domainId: number, options?: CallOptions): ApiCall<V3Certificate | null> {
    return this.#client.call(getCertificate, { params: { domainId } }, options);
  }

  /**
   * Third-party programs only: has Let's Encrypt issue a certificate, later: see {@link waitForCertificate}.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see public programs that use the Stormwall API, version 3
   */
  requestLetsEncrypt(
    domainId: number,
    request: { readonly wwwIncluded?: boolean } = {},
    options?: CallOptions,
  ): ApiCall<void> {
    return this.#client.call(requestCertificate, { params: { domainId }, body: request }, options);
  }

  /**
   * Waits until a domain has a certificate with its key that has not expired. It takes minutes; where its DNS was just changed, up to a day.
   *
   * @throws TimeoutError, phase `deadline`, when there is none within `timeoutMs`; waiting again is safe.
   * @throws AbortedError when `signal` aborts.
   */
  waitForCertificate(domainId: number, options: CertificateWaitOptions = {}): Promise<V3Certificate> {
    const { clock } = this.#client.runtime;
    return pollUntil<V3Certificate | null, V3Certificate>(
      this.#client,
      {
        operation: 'v3.ssl.waitForCertificate',
        what: `the certificate of domain ${domainId}`,
        late: 'was not there',
        defaults: { timeoutMs: 3_600_000, intervalMs: 60_000, maxIntervalMs: 300_000 },
        ask: (call) => this.get(domainId, call),
        seen: (found) => found ?? undefined,
        done: (found) => isActive(found, clock.now()),
        known: (last) =>
          last?.expirationTimestamp == null
            ? 'there is none yet'
            : `the last one ends at ${new Date(last.expirationTimestamp * 1_000).toISOString()}`,
      },
      options,
    );
  }
}
