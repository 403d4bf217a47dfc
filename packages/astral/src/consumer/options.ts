import { type Clock, ConfigurationError } from '@partner-apis/core/user';
import { callable, describeIssues, issuesIn, withMethods } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import type { AstralEvent } from '../api/models.ts';
import { type AttemptStore, memoryAttemptStore } from './handling/attempt-store.ts';
import type { ConsumerHooks } from './observing/signals.ts';

/** Options of `astral.consumer()`. Times in milliseconds, except for the poll ladder, which has the vendor's seconds. */
export interface ConsumerOptions {
  /** Most handlers at work at once in this process. Default 8. */
  readonly concurrency?: number;
  /** Most events asked for in one poll, whatever is free: the weight of this process among several. Manual, section 3.2. Default 100. */
  readonly limitMax?: number;
  /**
   * Most events that are handled and whose confirmation is not through, those at work counted in: at this number nothing more is begun.
   * Default 200.
   */
  readonly maxUnconfirmed?: number;
  /** Runs of a handler after a failed one, before the event is released; the waits before them have full jitter. */
  readonly retry?: {
    /** Further runs; 0 releases at once. Default 2. */
    readonly retries?: number;
    /** Upper bound of the first wait, doubled each time. Default 250. */
    readonly minDelayMs?: number;
    /** Upper bound of any wait. Default 5,000. */
    readonly maxDelayMs?: number;
  };
  /**
   * Runs of one event id in all, deliveries included; then it goes to `deadLetter`. Without one it is set aside for ten minutes, and for ever
   * longer up to six hours after each further run. Default 10.
   */
  readonly maxAttempts?: number;
  /** Counts the runs. Default: in memory for the last 100,000 ids, so a restart starts over. */
  readonly attempts?: AttemptStore;
  /**
   * Takes over an event for good: once this resolves the event is confirmed. Where it throws, the event is set aside, unconfirmed. Default:
   * none, and an event that would go there is set aside.
   */
  readonly deadLetter?: (event: AstralEvent, error: unknown) => unknown;
  /** Events with the same key are handled one after the other, in the order they arrived; undefined for no order, which is the default. */
  readonly orderKey?: (event: AstralEvent) => string | undefined;
  /** When `ctx.signal` of a run aborts. The slot stays taken until the handler settles. Default 300,000; Infinity for never. */
  readonly handlerTimeoutMs?: number;
  /** How confirmations are sent together. */
  readonly confirm?: {
    /** Most ids in one confirmation. Default 100. */
    readonly maxBatch?: number;
    /** Longest an id waits for company. An idle consumer confirms at once. Default 250. */
    readonly maxDelayMs?: number;
  };
  /** How unconfirmed events are looked for. Manual, section 3.2. */
  readonly sweep?: {
    /** How often the unconfirmed events are read, give or take a quarter, beside at start and after a poll that died. Default 300,000. */
    readonly everyMs?: number;
    /** How long an id must have been seen as unconfirmed before this process takes it. Default 150,000; 0 where `owner` is given. */
    readonly minAgeMs?: number;
  };
  /** Whether this process is the one that sweeps; asked before each sweep. Default: every process sweeps. */
  readonly owner?: () => boolean | Promise<boolean>;
  /** How polls are held. */
  readonly poll?: {
    /** Poll timeouts in seconds, 10 to 600, highest first. Default 600, 300, 120, 60, 30, 10. Manual, section 3.2. */
    readonly ladder?: readonly number[];
    /** How much longer than its timeout a poll may take before its connection is dropped. Default 15,000. */
    readonly slackMs?: number;
  };
  /** `health().live` while the last completed poll or sweep is at most this old. Default: the longest poll, its slack and a minute. */
  readonly liveWithinMs?: number;
  /** Process signals that stop the consumer, such as `['SIGTERM', 'SIGINT']`. Default none. */
  readonly signals?: readonly NodeJS.Signals[];
  /** Aborting it is a `stop()`. Default: none. */
  readonly signal?: AbortSignal;
  /** Observers; see {@link ConsumerHooks}. Default: none. */
  readonly hooks?: ConsumerHooks;
  /** Numbers from 0 to 1 for jitter. Default: the client's. */
  readonly random?: () => number;
  /** Default: the client's. */
  readonly clock?: Clock;
}

/** Options with every default in place. */
export interface Settings {
  readonly concurrency: number;
  readonly limitMax: number;
  readonly maxUnconfirmed: number;
  readonly retry: { readonly retries: number; readonly minDelayMs: number; readonly maxDelayMs: number };
  readonly maxAttempts: number;
  readonly attempts: AttemptStore;
  readonly deadLetter: ConsumerOptions['deadLetter'];
  readonly orderKey: ConsumerOptions['orderKey'];
  readonly handlerTimeoutMs: number;
  readonly confirm: { readonly maxBatch: number; readonly maxDelayMs: number };
  readonly sweep: { readonly everyMs: number; readonly minAgeMs: number };
  readonly owner: ConsumerOptions['owner'];
  readonly poll: { readonly ladder: readonly number[]; readonly slackMs: number };
  readonly liveWithinMs: number;
  readonly signals: readonly NodeJS.Signals[];
  readonly signal: AbortSignal | undefined;
  readonly hooks: ConsumerHooks;
  readonly random: () => number;
  readonly clock: Clock;
}

const HOOKS: readonly (keyof ConsumerHooks)[] = [
  ...([
    'state',
    'received',
    'dropped',
    'failed',
    'handled',
    'released',
    'deadLettered',
    'quarantined',
  ] as const),
  ...(['confirmed', 'confirmFailed', 'confirmRefused', 'poll', 'sweep', 'ladder', 'around'] as const),
];

/** Methods of a class count too; a misspelt name of an object's own would never be called. */
function isHooks(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const known: readonly string[] = HOOKS;
  const wanted = HOOKS.map((name): unknown => Reflect.get(value, name));
  return (
    wanted.every((hook) => hook === undefined || typeof hook === 'function') &&
    (Object.getPrototypeOf(value) !== Object.prototype ||
      Object.keys(value).every((key) => known.includes(key)))
  );
}

/** Made for each check, since a program makes a consumer or two: it is not there before the first. */
function optionsSchema() {
  const count = z.int('must be an integer').check(z.gte(1, 'must be 1 or more'));
  const ms = z.custom<number>(
    (value) => typeof value === 'number' && value >= 0,
    'must be a number of milliseconds, 0 or more',
  );
  const positiveMs = z.custom<number>(
    (value) => typeof value === 'number' && value > 0,
    'must be a number of milliseconds above 0, or Infinity',
  );
  const seconds = z
    .int('must be an integer')
    .check(z.gte(10, 'must be 10 to 600 seconds'), z.lte(600, 'must be 10 to 600 seconds'));

  return z.strictObject({
    concurrency: z.optional(count),
    limitMax: z.optional(count),
    maxUnconfirmed: z.optional(count),
    retry: z.optional(
      z.strictObject({
        retries: z.optional(z.int('must be an integer').check(z.gte(0, 'must be 0 or more'))),
        minDelayMs: z.optional(ms),
        maxDelayMs: z.optional(ms),
      }),
    ),
    maxAttempts: z.optional(count),
    attempts: z.optional(withMethods('an attempt store with increment and forget', 'increment', 'forget')),
    deadLetter: z.optional(callable),
    orderKey: z.optional(callable),
    handlerTimeoutMs: z.optional(positiveMs),
    confirm: z.optional(z.strictObject({ maxBatch: z.optional(count), maxDelayMs: z.optional(ms) })),
    sweep: z.optional(z.strictObject({ everyMs: z.optional(positiveMs), minAgeMs: z.optional(ms) })),
    owner: z.optional(callable),
    poll: z.optional(
      z.strictObject({
        ladder: z.optional(
          z.readonly(
            z.array(seconds).check(
              z.minLength(1, 'must have at least one step'),
              z.refine(
                (steps) => steps.every((step, i) => i === 0 || step < (steps[i - 1] ?? 0)),
                'must go down, the longest first',
              ),
            ),
          ),
        ),
        slackMs: z.optional(ms),
      }),
    ),
    liveWithinMs: z.optional(positiveMs),
    signals: z.optional(
      z.array(z.string().check(z.regex(/^SIG[A-Z0-9]+$/, "must be a signal's name, such as SIGTERM"))),
    ),
    signal: z.optional(withMethods('an AbortSignal', 'addEventListener', 'removeEventListener')),
    hooks: z.optional(z.custom(isHooks, `must have functions named ${HOOKS.join(', ')} and no others`)),
    random: z.optional(callable),
    clock: z.optional(withMethods('a clock with now and schedule', 'now', 'schedule')),
  });
}

const LADDER = [600, 300, 120, 60, 30, 10];

/**
 * Checks options and fills in the defaults.
 *
 * @throws ConfigurationError that lists everything wrong.
 */
export function settingsOf(
  options: ConsumerOptions,
  client: { readonly clock: Clock; readonly random: () => number },
): Settings {
  const issues = issuesIn(optionsSchema(), options);
  if (issues.length > 0)
    throw new ConfigurationError(`Astral.Platform consumer options: ${describeIssues(issues)}.`);
  const { retry, confirm, sweep, poll } = options;
  const ladder = poll?.ladder ?? LADDER;
  const slackMs = poll?.slackMs ?? 15_000;
  return {
    concurrency: options.concurrency ?? 8,
    limitMax: options.limitMax ?? 100,
    maxUnconfirmed: options.maxUnconfirmed ?? 200,
    retry: {
      retries: retry?.retries ?? 2,
      minDelayMs: retry?.minDelayMs ?? 250,
      maxDelayMs: retry?.maxDelayMs ?? 5_000,
    },
    maxAttempts: options.maxAttempts ?? 10,
    attempts: options.attempts ?? memoryAttemptStore(),
    deadLetter: options.deadLetter,
    orderKey: options.orderKey,
    handlerTimeoutMs: options.handlerTimeoutMs ?? 300_000,
    confirm: { maxBatch: confirm?.maxBatch ?? 100, maxDelayMs: confirm?.maxDelayMs ?? 250 },
    sweep: {
      everyMs: sweep?.everyMs ?? 300_000,
      minAgeMs: sweep?.minAgeMs ?? (options.owner === undefined ? 150_000 : 0),
    },
    owner: options.owner,
    poll: { ladder, slackMs },
    liveWithinMs: options.liveWithinMs ?? (ladder[0] ?? 600) * 1_000 + slackMs + 60_000,
    signals: options.signals ?? [],
    signal: options.signal,
    hooks: options.hooks ?? {},
    random: options.random ?? client.random,
    clock: options.clock ?? client.clock,
  };
}
