import type { CallOptions, ClientOptions, Secret } from '@partner-apis/core/user';
import * as z from 'zod/mini';
import { maxPagesSchema } from '../api/paging.ts';

/** Options of {@link StormwallV3Client}. */
export interface StormwallV3Options extends ClientOptions {
  /** An API key of the account area; sent as the header `x-api-key`. A function is asked once per call, and once more after a 401. */
  readonly apiKey: Secret;
  /** Default `https://api.stormwall.pro`: paths begin with `/v3`. */
  readonly baseUrl?: string;
  /** Spaces requests evenly, at most `perSecond`, first come, first served, retries included; shared by copies made with `with()`. Default: no limit. */
  readonly rateLimit?: { readonly perSecond: number };
  /** Most pages that `for await` over a list asks for. Default 10,000. */
  readonly maxPages?: number;
}

/** Options of a call that may name the service of its domain, as other programs do; whether it is needed is not documented. */
export interface OfService extends CallOptions {
  /** Id of the service that the domain belongs to. Default: not sent. */
  readonly serviceId?: number;
}

/** What a client takes beside the common options. */
export const v3ClientShape = {
  apiKey: z.lazy(() => z.unknown()),
  rateLimit: z.lazy(() =>
    z.optional(
      z.strictObject({
        perSecond: z.custom<number>(
          (value) => typeof value === 'number' && value > 0 && Number.isFinite(value),
          'must be a positive number of requests per second',
        ),
      }),
    ),
  ),
  maxPages: z.lazy(maxPagesSchema),
};

/** Takes the service out of the options of a call. */
export function ofService(options: OfService | undefined): {
  query: { serviceId?: number | undefined };
  call: CallOptions | undefined;
} {
  if (options === undefined) return { query: {}, call: undefined };
  const { serviceId, ...call } = options;
  return { query: { serviceId }, call };
}
