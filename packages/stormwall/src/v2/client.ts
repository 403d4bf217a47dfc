import type { ClientOptions, Secret } from '@partner-apis/core/user';
import {
  type Answer,
  type ClientDefinition,
  cookieToken,
  environment,
  type Failure,
  PartnerClient,
  type VendorProfile,
} from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { maxPagesSchema } from '../api/paging.ts';
import { problemOf } from '../api/profile.ts';
import { Lists } from '../lists/lists.ts';
import { V2Attacks, V2Percentiles, V2Traffic } from './resources.ts';

/** Options of {@link StormwallV2Client}. */
export interface StormwallV2Options extends ClientOptions {
  /** An API token of version 1; sent as the cookie `api_access_token`. */
  readonly token: Secret;
  /** Default `https://apiv2.stormwall.pro/v2`. */
  readonly baseUrl?: string;
  /** Most pages that `for await` over a list asks for. Default 10,000. */
  readonly maxPages?: number;
}

const profile: VendorProfile = {
  vendor: 'stormwall',
  title: 'Stormwall',
  succeeded: (status) => status >= 200 && status <= 299,
  readFailure,
};

/** How version 2 fails is not known: it may look like either of the others. */
function readFailure({ status, body }: Answer): Failure | undefined {
  const problem = problemOf(body);
  const said = problem?.['status'] === 'error';
  if (status >= 200 && status <= 299 && !said) return undefined;
  const payload = problemOf(problem?.['payload']);
  const text = [problem?.message, payload?.message, problem?.error].find(
    (one) => typeof one === 'string' && one !== '',
  );
  const decided = status >= 200 && status <= 299 ? 500 : status;
  return {
    status: decided,
    text: typeof text === 'string' ? text : undefined,
    hint:
      decided === 401
        ? 'The API token is wrong, has expired or was revoked: make a new one on the token page of the profile.'
        : undefined,
    transient: decided >= 500 && decided !== 501,
    notStarted: decided === 429,
    floorMs: decided === 429 || decided === 503 ? 1_000 : undefined,
  };
}

const definition: ClientDefinition<StormwallV2Options> = {
  profile,
  options: { token: z.lazy(() => z.unknown()), maxPages: z.lazy(maxPagesSchema) },
  credentials: ['token'],
  variables: { token: 'STORMWALL_TOKEN', baseUrl: 'STORMWALL_V2_BASE_URL' },
  baseUrl: (options) => options.baseUrl ?? 'https://apiv2.stormwall.pro/v2',
  auth: (options) => cookieToken('api_access_token', options.token, 'token'),
};

/**
 * Client for the Stormwall API, version 2: attacks, traffic, percentiles; reads only. The vendor will switch it off; what it has is not in
 * version 3 as far as is known.
 */
export class StormwallV2Client extends PartnerClient<StormwallV2Options> {
  /** Attacks. */
  readonly attacks: V2Attacks;
  /** Traffic. */
  readonly traffic: V2Traffic;
  /** Percentiles. */
  readonly percentile: V2Percentiles;

  /**
   * Checks the options; nothing is sent before the first call.
   *
   * @throws ConfigurationError for options that cannot work.
   */
  constructor(options: StormwallV2Options) {
    super(definition, options);
    this.attacks = new V2Attacks(this.caller, new Lists(this.caller.runtime, options.maxPages));
    this.traffic = new V2Traffic(this.caller);
    this.percentile = new V2Percentiles(this.caller);
  }

  /** A client from `STORMWALL_TOKEN` and, when set, `STORMWALL_V2_BASE_URL`. Options given here win. */
  static fromEnv(overrides: Partial<StormwallV2Options> = {}): StormwallV2Client {
    return new StormwallV2Client(environment<StormwallV2Options>(definition, overrides, ['token']));
  }
}
