import type { AuthStrategy } from '../auth/strategy.ts';
import type { BaseUrl } from './base-url.ts';
import type { VendorRules } from './vendor-rules.ts';
import type { Clock } from '../time/clock.ts';
import type { ClientHeaders } from '../operation/headers.ts';
import type { Hooks } from '../observe/hooks.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { GuardedLogger } from '../observe/logger.ts';
import type { ValidationPolicy } from './options.ts';
import type { VendorProfile } from '../operation/profile.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { Redactor } from '../secrets/redactor.ts';
import type { RetryOptions } from './retry-options.ts';
import type { RetryBudget } from './retry-budget.ts';
import type { Timeouts } from '../time/timeouts.ts';
import type { TransportLease } from './transport-lease.ts';

/** What clients made by `with()` have in common. */
export interface Shared {
  /** Absent when the copy has a transport of its own. */
  readonly lease: TransportLease | undefined;
  readonly budget: RetryBudget;
  readonly limiter: RateLimiter | undefined;
  /** Absent when the copy has a credential of its own. */
  readonly auth: AuthStrategy | undefined;
  /** Of the client that was copied. */
  readonly baseUrl: string;
}

/** A client as the pipeline sees it: options checked and filled in. */
export interface Runtime {
  /** What sets the vendor apart. */
  readonly profile: VendorProfile;
  /** Where requests go. */
  readonly base: BaseUrl;
  /** The credential of each attempt. */
  readonly auth: AuthStrategy;
  /** The transport, shared by copies of the client. */
  readonly lease: TransportLease;
  /** Retries that all calls may make together. */
  readonly budget: RetryBudget;
  /** What the vendor wants of every call. */
  readonly rules: VendorRules;
  /** Spaces requests; undefined where there is no limit. */
  readonly limiter: RateLimiter | undefined;
  /** Running calls, and the end of the client. */
  readonly lifecycle: Lifecycle;
  /** Headers of every request. */
  readonly headers: ClientHeaders;
  /** Those that were given. */
  readonly timeouts: Partial<Timeouts>;
  /** With the defaults. */
  readonly limits: Timeouts;
  /** How calls are repeated. */
  readonly retry: RetryOptions;
  /** What is done with a success of an unknown shape. */
  readonly validation: ValidationPolicy;
  /** The program's logger, which cannot break a call. */
  readonly logger: GuardedLogger;
  /** The program's functions around calls and attempts. */
  readonly hooks: Hooks;
  /** Takes secrets out of whatever is shown. */
  readonly redactor: Redactor;
  /** Time. */
  readonly clock: Clock;
  /** Random numbers from 0 to 1 for back-off. */
  readonly random: () => number;
}
