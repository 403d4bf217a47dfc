import type { AuthStrategy } from '../auth/strategy.ts';
import { parseBaseUrl } from './base-url.ts';
import type { VendorRules } from './vendor-rules.ts';
import { type Clock, systemClock } from '../time/clock.ts';
import { withoutUndefined } from '../errors/without-undefined.ts';
import { clientHeaders, secretHeaderValues } from '../operation/headers.ts';
import { warnOfProxy } from './ignored-proxy.ts';
import { Lifecycle } from './lifecycle.ts';
import { guarded } from '../observe/logger.ts';
import type { ClientOptions } from './options.ts';
import type { VendorProfile } from '../operation/profile.ts';
import { RateLimiter } from './rate-limiter.ts';
import { Redactor } from '../secrets/redactor.ts';
import { DEFAULT_RETRY } from './retry-options.ts';
import { RetryBudget } from './retry-budget.ts';
import { DEFAULT_TIMEOUTS } from '../time/timeouts.ts';
import { TransportLease } from './transport-lease.ts';
import { defaultTransport } from '../transport/default-transport.ts';
import { userAgent } from './user-agent.ts';

import type { Runtime, Shared } from './runtime.ts';

/** Builds the runtime of a client from options that have been checked. */
export function runtimeOf(
  profile: VendorProfile,
  options: ClientOptions & { readonly baseUrl: string },
  makeAuth: () => AuthStrategy,
  rules: VendorRules,
  shared: Shared | undefined,
): Runtime {
  const base = parseBaseUrl(options.baseUrl);
  const auth = shared?.auth ?? makeAuth();
  const timeouts = withoutUndefined(options.timeouts ?? {});
  const ownSecrets = secretHeaderValues(options.headers);
  const logger = guarded(options.logger);
  if (base.exposed && base.prefix !== shared?.baseUrl) {
    logger.warn(
      { vendor: profile.vendor, host: base.hostname },
      `${profile.title}: the credential goes to ${base.hostname} over plain HTTP, where others can read it. Use https: or a local tunnel.`,
    );
  }
  const lease =
    shared?.lease ??
    new TransportLease(options.transport ?? defaultTransport(), options.transport === undefined);
  if (options.transport === undefined && lease.transport.name === 'undici')
    warnOfProxy(profile, base, logger, options.logger);
  const redactor = new Redactor(() => {
    const more = [...ownSecrets, ...(lease.transport.secrets?.() ?? [])];
    return more.length === 0 ? auth.secrets() : [...auth.secrets(), ...more];
  }, profile.hiddenMembers);
  lease.transport.scrubWith?.((text) => redactor.text(text));
  return {
    profile,
    base,
    auth,
    lease,
    budget: shared?.budget ?? new RetryBudget(),
    rules,
    limiter: limiterFor(rules.requestsPerSecond, options.clock ?? systemClock, shared?.limiter),
    lifecycle: new Lifecycle(),
    headers: clientHeaders(userAgent(profile.vendor, options.userAgent), options.headers),
    timeouts,
    limits: { ...DEFAULT_TIMEOUTS, ...timeouts },
    retry:
      options.retry === false
        ? { ...DEFAULT_RETRY, retries: 0 }
        : {
            ...DEFAULT_RETRY,
            ...(options.retry === undefined ? undefined : withoutUndefined(options.retry)),
          },
    validation: options.validation ?? 'throw',
    logger,
    hooks: options.hooks ?? {},
    redactor,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  };
}

/** The limiter of the client that was copied, unless the copy has a rate of its own. */
function limiterFor(
  perSecond: number | undefined,
  clock: Clock,
  shared: RateLimiter | undefined,
): RateLimiter | undefined {
  if (perSecond === undefined) return undefined;
  return shared?.perSecond === perSecond ? shared : new RateLimiter(perSecond, clock);
}
