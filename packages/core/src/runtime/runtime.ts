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
  readonly profile: VendorProfile;
  readonly base: BaseUrl;
  readonly auth: AuthStrategy;
  readonly lease: TransportLease;
  readonly budget: RetryBudget;
  readonly rules: VendorRules;
  readonly limiter: RateLimiter | undefined;
  readonly lifecycle: Lifecycle;
  readonly headers: ClientHeaders;
  /** Those that were given. */
  readonly timeouts: Partial<Timeouts>;
  /** With the defaults. */
  readonly limits: Timeouts;
  readonly retry: RetryOptions;
  readonly validation: ValidationPolicy;
  readonly logger: GuardedLogger;
  readonly hooks: Hooks;
  readonly redactor: Redactor;
  readonly clock: Clock;
  readonly random: () => number;
}
