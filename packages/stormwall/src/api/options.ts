import type { CallOptions, ClientOptions, Secret } from '@partner-apis/core/user';
import { once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { maxPagesSchema } from './paging.ts';
import type { SoftErrorsMode } from './soft-errors.ts';

/** Options of {@link StormwallClient}. */
export interface StormwallOptions extends ClientOptions {
  /** An API token of the user's profile; sent as the cookie `api_access_token`. A function is asked once per call, and once more after a 401. */
  readonly token: Secret;
  /** Default `https://api.stormwall.pro`. */
  readonly baseUrl?: string;
  /** Whether soft errors are returned beside the result, or thrown as SoftErrorsError. Default `return`. */
  readonly softErrors?: SoftErrorsMode;
  /** Longest body that is sent, in bytes. Default 1,048,576: the manual's 1 MB. */
  readonly maxBodyBytes?: number;
  /** Longest headers that are sent, in bytes, cookie included. Default 8,192: the manual's 8 KB. */
  readonly maxHeaderBytes?: number;
  /**
   * Spaces requests evenly, at most `perSecond`, first come, first served, retries included; shared by copies made with `with()`. Default: no limit. The vendor
   * limits requests per second without saying how many.
   */
  readonly rateLimit?: { readonly perSecond: number };
  /** Most pages that `for await` over a list asks for. Default 10,000. */
  readonly maxPages?: number;
}

/** Options of one call. */
export interface StormwallCallOptions extends CallOptions {
  /** Over that of the client. Default: as the client. */
  readonly softErrors?: SoftErrorsMode;
}

const softErrors = z.lazy(() => z.optional(z.enum(['return', 'throw'])));
const bytes = z.lazy(() => z.optional(z.int('must be an integer').check(z.gte(1, 'must be 1 or more'))));
const perSecond = once(() =>
  z.custom<number>(
    (value) => typeof value === 'number' && value > 0 && Number.isFinite(value),
    'must be a positive number of requests per second',
  ),
);

/** What a client takes beside the common options. */
export const clientShape = {
  token: z.lazy(() => z.unknown()),
  softErrors,
  maxBodyBytes: bytes,
  maxHeaderBytes: bytes,
  rateLimit: z.lazy(() => z.optional(z.strictObject({ perSecond: perSecond() }))),
  maxPages: z.lazy(maxPagesSchema),
};

/** What a call takes beside the common options. */
export const callShape = { softErrors };
