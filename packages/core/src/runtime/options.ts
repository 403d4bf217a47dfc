import * as z from 'zod/mini';
import type { Clock } from '../time/clock.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { describeIssues, type Issue } from '../errors/request-validation-error.ts';
import { once } from '../schema/once.ts';
import { callable, withMethods } from '../schema/option-schemas.ts';
import { issuesIn, notOptions } from '../schema/plain-issues.ts';
import { headerIssues, type HeaderOptions } from '../operation/headers.ts';
import type { Hooks } from '../observe/hooks.ts';
import type { Logger } from '../observe/logger.ts';
import type { RetryOptions } from './retry-options.ts';
import type { Timeouts } from '../time/timeouts.ts';
import type { Transport } from '../transport/transport.ts';

/** What to do with a success whose shape is not the documented one: reject it, log and return it, or return it unlooked at. */
export type ValidationPolicy = 'throw' | 'warn' | 'off';

/** Options that every client takes. */
export interface ClientOptions {
  /** Where the vendor's API answers; a path is kept. Default: the vendor's own address. */
  readonly baseUrl?: string;
  /** Default `undiciTransport()`, or `fetchTransport()` where undici does not run (Bun, workerd), owned and closed by the client. One given here stays yours to close. */
  readonly transport?: Transport;
  /**
   * Time limits in milliseconds; see {@link Timeouts}. Default: `connectMs` 10,000, `headersMs` 30,000, `idleMs` 30,000, `attemptMs` 60,000,
   * `deadlineMs` 120,000.
   */
  readonly timeouts?: Partial<Timeouts>;
  /**
   * How failed calls are repeated; see {@link RetryOptions}. Default: `retries` 2, `minDelayMs` 250, `maxDelayMs` 8,000, `maxRetryAfterMs`
   * 60,000. False turns retries off.
   */
  readonly retry?: Partial<RetryOptions> | false;
  /** Extra headers; null removes one of ours. Default: none. */
  readonly headers?: HeaderOptions;
  /** What to do with a success of another shape than the documented one. Default `throw`. */
  readonly validation?: ValidationPolicy;
  /** Default: silent. Gets ids, statuses and times, never bodies or secrets. */
  readonly logger?: Logger;
  /** Functions around each call and each attempt. Default: none. */
  readonly hooks?: Hooks;
  /** Put before the SDK's own product token in `User-Agent`. Default: nothing. */
  readonly userAgent?: string;
  /** Random numbers from 0 to 1 for back-off; a seam for tests. Default `Math.random`. */
  readonly random?: () => number;
  /** Time; a seam for tests. Default `systemClock`. */
  readonly clock?: Clock;
}

/** Options of one call, laid over those of the client. */
export interface CallOptions {
  /** Ends the call in any phase, the reading of a stream included. Default: none. */
  readonly signal?: AbortSignal;
  /** Time limits in milliseconds, over those of the client; `Infinity` turns one off. Default: those of the client. */
  readonly timeouts?: Partial<Timeouts>;
  /** Extra headers, over those of the client; null removes one. Default: none. */
  readonly headers?: HeaderOptions;
  /** Attempts after the first; 0 for none. Default: as the client, 2 where that says nothing. */
  readonly retries?: number;
  /** What to do with a success of another shape than the documented one. Default: as the client. */
  readonly validation?: ValidationPolicy;
}

/** What clients and calls both take. Like all shapes of this file it is made when it is first asked for: an import makes no schema. */
const sharedShape = once(() => {
  const ms = z.optional(
    z.custom<number>(
      (value) => typeof value === 'number' && value > 0,
      'must be a positive number of milliseconds, or Infinity',
    ),
  );
  return {
    timeouts: z.optional(strict({ connectMs: ms, headersMs: ms, idleMs: ms, attemptMs: ms, deadlineMs: ms })),
    headers: z.optional(
      z.custom<HeaderOptions>(isPlain, 'must be an object').check(
        z.superRefine((value, context) => {
          // Its values are checked right here, one by one.
          for (const { path, message } of headerIssues(value)) {
            context.addIssue({ code: 'custom', path: path.slice(1), message });
          }
        }),
      ),
    ),
    validation: z.optional(z.enum(['throw', 'warn', 'off'], "must be 'throw', 'warn' or 'off'")),
  };
});
const retries = once(() =>
  z.optional(
    z.custom<number>(
      (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 100,
      'must be an integer from 0 to 100',
    ),
  ),
);

/** No `Headers`, no Map, no array: what they hold are not their members. */
function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // In any realm: the prototype of all has none.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** An object that has no other members than these. What it may have is said by {@link issuesIn}. */
function strict<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? undefined : 'must be an object of options'),
  });
}

const retryOptions = once(() => {
  const delay = z.optional(
    z.custom<number>(
      (value) => typeof value === 'number' && value >= 0,
      'must be a number of milliseconds, 0 or more',
    ),
  );
  return strict({ retries: retries(), minDelayMs: delay, maxDelayMs: delay, maxRetryAfterMs: delay });
});

const clientShape = once(() => ({
  baseUrl: z.optional(z.unknown()),
  transport: z.optional(withMethods('a transport, such as undiciTransport()', 'send', 'close')),
  timeouts: sharedShape().timeouts,
  retry: z.optional(
    z.unknown().check(
      z.superRefine((value, context) => {
        if (value === false) return;
        // Not a union: its issues would only say that neither side fits.
        for (const { path, message } of issuesIn(retryOptions(), value)) {
          context.addIssue({ code: 'custom', path: [...path], message });
        }
      }),
    ),
  ),
  headers: sharedShape().headers,
  validation: sharedShape().validation,
  logger: z.optional(
    withMethods('a logger with debug, info, warn and error', 'debug', 'info', 'warn', 'error'),
  ),
  hooks: z.optional(strict({ call: z.optional(callable), attempt: z.optional(callable) })),
  userAgent: z.optional(z.string().check(z.regex(/^[\x20-\x7e]+$/, 'must be printable ASCII'))),
  random: z.optional(callable),
  clock: z.optional(withMethods('a clock with now and schedule', 'now', 'schedule')),
}));

const callShape = once(() => ({
  signal: z.optional(withMethods('an AbortSignal', 'addEventListener', 'removeEventListener')),
  timeouts: sharedShape().timeouts,
  headers: sharedShape().headers,
  retries: retries(),
  validation: sharedShape().validation,
}));
const callSchema = once(() => strict(callShape()));

/** A vendor, by its name in errors and its name for people. */
interface Named {
  readonly vendor: string;
  readonly title: string;
}

/**
 * Checks the options of a client: known names, right types.
 *
 * @param vendorOptions - Names that this vendor takes beside the common ones, with their schemas.
 * @throws ConfigurationError that lists everything wrong, without values.
 */
export function checkClientOptions(
  { vendor, title }: Named,
  options: unknown,
  vendorOptions: z.core.$ZodShape,
): void {
  const issues = issuesIn(strict({ ...clientShape(), ...vendorOptions }), options);
  if (issues.length === 0) return;
  throw new ConfigurationError(`${title} client options: ${describeIssues(issues)}.`, { vendor });
}

/** `checkClientOptions` for the names alone: for options to which others are still to be added. */
export function checkOptionNames(
  { vendor, title }: Named,
  options: object,
  vendorOptions: z.core.$ZodShape,
): void {
  const known = Object.keys({ ...clientShape(), ...vendorOptions });
  const strange = Object.keys(options).filter((name) => !known.includes(name));
  if (strange.length === 0) return;
  throw new ConfigurationError(`${title} client options: ${notOptions(strange, known)}.`, { vendor });
}

/** What is wrong with the options of a call. `own` are names that a vendor, or one method, takes beside the common ones. */
export function callOptionIssues(options: unknown, own: z.core.$ZodShape | undefined): readonly Issue[] {
  return issuesIn(own === undefined ? callSchema() : strict({ ...callShape(), ...own }), options);
}
