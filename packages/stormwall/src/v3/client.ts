import type { ApiCall, CallOptions } from '@partner-apis/core/user';
import { type ClientDefinition, environment, headerKey, PartnerClient } from '@partner-apis/core/vendor';
import { Lists } from '../lists/lists.ts';
import { callOperation } from './call.ts';
import type { Endpoint, EndpointInput, EndpointResult, UntypedInput } from './openapi.ts';
import { type StormwallV3Options, v3ClientShape } from './options.ts';
import { v3Profile } from './profile.ts';
import { V3Backends, V3ProxiedPorts } from './resources/backends.ts';
import { V3Domains } from './resources/domains.ts';
import { V3Dns, V3RedirectSettings, V3Services } from './resources/others.ts';
import { V3Ssl } from './resources/ssl.ts';

const definition: ClientDefinition<StormwallV3Options> = {
  profile: v3Profile,
  options: v3ClientShape,
  credentials: ['apiKey'],
  variables: { apiKey: 'STORMWALL_V3_API_KEY', baseUrl: 'STORMWALL_V3_BASE_URL' },
  baseUrl: (options) => options.baseUrl ?? 'https://api.stormwall.pro',
  auth: (options) => headerKey('x-api-key', options.apiKey, 'apiKey'),
  rules: ({ rateLimit }) => ({ requestsPerSecond: rateLimit?.perSecond }),
};

/**
 * Client for the Stormwall API, version 3, the current one. `Paths` is the type that openapi-typescript makes of the vendor's own document
 * (`npx partner-apis stormwall types` writes it): {@link call} is then typed by it.
 *
 * @example
 * ```ts
 * await using stormwall = new StormwallV3Client({ apiKey });
 * const { id } = await stormwall.domains.create(serviceId, { name: 'shop.example' });
 * await stormwall.ssl.requestLetsEncrypt(id);
 * await stormwall.ssl.waitForCertificate(id);
 * ```
 */
export class StormwallV3Client<Paths = Record<never, never>> extends PartnerClient<StormwallV3Options> {
  /** Services of the account. */
  readonly services: V3Services;
  /** Domains. */
  readonly domains: V3Domains;
  /** Their origin servers. */
  readonly backends: V3Backends;
  /** Their public ports. */
  readonly proxiedPorts: V3ProxiedPorts;
  /** Their certificates. */
  readonly ssl: V3Ssl;
  /** Their redirects. */
  readonly redirects: V3RedirectSettings;
  /** Their DNS. */
  readonly dns: V3Dns;

  /**
   * Checks the options; nothing is sent before the first call.
   *
   * @throws ConfigurationError for options that cannot work.
   */
  constructor(options: StormwallV3Options) {
    super(definition, options);
    const lists = new Lists(this.caller.runtime, options.maxPages);
    this.services = new V3Services(this.caller, lists);
    this.domains = new V3Domains(this.caller, lists);
    this.backends = new V3Backends(this.caller, lists);
    this.proxiedPorts = new V3ProxiedPorts(this.caller);
    this.ssl = new V3Ssl(this.caller);
    this.redirects = new V3RedirectSettings(this.caller);
    this.dns = new V3Dns(this.caller);
  }

  /** A client from `STORMWALL_V3_API_KEY` and, when set, `STORMWALL_V3_BASE_URL`. Options given here win. */
  static fromEnv<Paths = Record<never, never>>(
    overrides: Partial<StormwallV3Options> = {},
  ): StormwallV3Client<Paths> {
    return new StormwallV3Client<Paths>(environment<StormwallV3Options>(definition, overrides, ['apiKey']));
  }

  /**
   * Calls any endpoint of the vendor's document by method and path, as in `call('GET /v3/domains/{domainId}/dns', { params: { path: {
   * domainId } } })`, and resolves to its payload. With `Paths` the endpoints, their parameters, bodies and answers are typed. The answer is
   * not checked against the document.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   */
  call<Key extends Endpoint<Paths>>(
    endpoint: Key,
    ...[input, options]: Record<never, never> extends EndpointInput<Paths, Key>
      ? [input?: EndpointInput<Paths, Key>, options?: CallOptions]
      : [input: EndpointInput<Paths, Key>, options?: CallOptions]
  ): ApiCall<EndpointResult<Paths, Key>> {
    // Boundary: what the types say of input and answer is the document's word, which nothing here knows.
    const made = callOperation(endpoint, (input ?? {}) as UntypedInput);
    return this.caller.call(made.operation, made.input, options) as ApiCall<EndpointResult<Paths, Key>>;
  }
}
