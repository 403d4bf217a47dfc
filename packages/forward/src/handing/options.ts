import { type Clock, ConfigurationError, type Logger, systemClock } from '@partner-apis/core';
import { callable, describeIssues, guarded, issuesIn, withMethods, once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import type { ForwardItem } from '../item/item.ts';
import type { Sink } from '../item/sink.ts';
import type { Source } from '../sources/source.ts';
import type { ForwarderHooks } from './signals.ts';

/** Options of `forward()`. Times in milliseconds. */
export interface ForwardOptions {
  /** Where events come from: `astralSource()`, `reestroSource()`, `asnaSource()`. */
  readonly source: Source;
  /** Where they go, such as `bullmqSink({ queue })`. */
  readonly sink: Sink;
  /** Most items in one put, 1 to 100. Default 100. */
  readonly batch?: number;
  /**
   * Takes an item that the engine can never store; once this resolves the item is acknowledged. Without it, and where it throws, the item stays
   * unacknowledged and is reported.
   */
  readonly deadLetter?: (item: ForwardItem, reason: string) => unknown;
  /** Items with the same key stay in their order, where the engine can keep one; undefined for no order, which is the default. */
  readonly orderKey?: (item: ForwardItem) => string | undefined;
  /** Waits between puts while the engine is away; with full jitter. */
  readonly retry?: {
    /** Upper bound of the first wait, doubled each time. Default 250. */
    readonly minDelayMs?: number;
    /** Upper bound of any wait. Default 30,000. */
    readonly maxDelayMs?: number;
  };
  /** How long a put may take before its signal aborts and it counts as `retry`. Default 15,000. */
  readonly putTimeoutMs?: number;
  /** Process signals that stop the forwarder, such as `['SIGTERM', 'SIGINT']`. Default none. */
  readonly signals?: readonly NodeJS.Signals[];
  /** Aborting it is a `stop()`. Default: none. */
  readonly signal?: AbortSignal;
  /** Observers; `await openTelemetryHooks()` makes spans and carries the trace into the engine. Default: none. */
  readonly hooks?: ForwarderHooks;
  /** Default: silent. Gets ids, types and reasons, never events. */
  readonly logger?: Logger;
  /** Time; a seam for tests. Default `systemClock`. */
  readonly clock?: Clock;
  /** Numbers from 0 to 1 for jitter; a seam for tests. Default `Math.random`. */
  readonly random?: () => number;
}

/** Options with every default in place. */
export interface Settings {
  readonly source: Source;
  readonly sink: Sink;
  readonly batch: number;
  readonly deadLetter: ForwardOptions['deadLetter'];
  readonly orderKey: ForwardOptions['orderKey'];
  readonly retry: { readonly minDelayMs: number; readonly maxDelayMs: number };
  readonly putTimeoutMs: number;
  readonly signals: readonly NodeJS.Signals[];
  readonly signal: AbortSignal | undefined;
  readonly hooks: ForwarderHooks;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly random: () => number;
}

const ms = once(() =>
  z.optional(
    z.custom((value) => typeof value === 'number' && value > 0, 'must be a number of milliseconds above 0'),
  ),
);
const HOOKS = ['state', 'put', 'away', 'back', 'rejected', 'deadLettered', 'around'];

const schema = once(() =>
  z.strictObject({
    source: withMethods('a source, of astralSource(), reestroSource() or asnaSource()', 'open'),
    sink: withMethods('a sink with put()', 'put'),
    batch: z.optional(
      z.int('must be an integer').check(z.gte(1, 'must be 1 to 100'), z.lte(100, 'must be 1 to 100')),
    ),
    deadLetter: z.optional(callable),
    orderKey: z.optional(callable),
    retry: z.optional(z.strictObject({ minDelayMs: ms(), maxDelayMs: ms() })),
    putTimeoutMs: ms(),
    signals: z.optional(
      z.array(z.string().check(z.regex(/^SIG[A-Z0-9]+$/, "must be a signal's name, such as SIGTERM"))),
    ),
    signal: z.optional(withMethods('an AbortSignal', 'addEventListener', 'removeEventListener')),
    hooks: z.optional(
      z.custom(
        (value) =>
          typeof value === 'object' &&
          value !== null &&
          Object.entries(value).every(
            ([name, hook]) => HOOKS.includes(name) && (hook === undefined || typeof hook === 'function'),
          ),
        `must have functions named ${HOOKS.join(', ')} and no others`,
      ),
    ),
    logger: z.optional(withMethods('a logger', 'debug', 'info', 'warn', 'error')),
    clock: z.optional(withMethods('a clock with now and schedule', 'now', 'schedule')),
    random: z.optional(callable),
  }),
);

/**
 * Checks options and fills in the defaults.
 *
 * @throws ConfigurationError that lists everything wrong.
 */
export function settingsOf(options: ForwardOptions): Settings {
  const issues = issuesIn(schema(), options);
  if (issues.length > 0) throw new ConfigurationError(`Options of forward(): ${describeIssues(issues)}.`);
  const { source, sink, deadLetter, orderKey, signal } = options;
  return {
    source,
    sink,
    deadLetter,
    orderKey,
    signal,
    batch: options.batch ?? 100,
    retry: {
      minDelayMs: options.retry?.minDelayMs ?? 250,
      maxDelayMs: options.retry?.maxDelayMs ?? 30_000,
    },
    putTimeoutMs: options.putTimeoutMs ?? 15_000,
    signals: options.signals ?? [],
    hooks: options.hooks ?? {},
    logger: guarded(options.logger),
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  };
}
