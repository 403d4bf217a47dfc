import { z } from 'zod';
import { systemClock } from '../clock.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { describeIssues } from '../errors/request-validation-error.ts';
import { isHttpError } from '../errors/guards.ts';
import { guarded } from '../logger.ts';
import type { FeedOptions, FeedSettings, FeedSource } from './feed-options.ts';

const callable = z.custom((value) => typeof value === 'function', 'must be a function');
const count = (least: number, most: number): z.ZodType =>
  z.int(`must be an integer from ${least} to ${most}`).min(least).max(most).optional();
const ms = z.number('must be a number of milliseconds').min(0).optional();
const cursor = z.string().min(1, 'must not be empty');

function withMethods(what: string, ...names: string[]): z.ZodType {
  return z.custom((value) => {
    return (
      typeof value === 'object' &&
      value !== null &&
      names.every((name) => typeof Reflect.get(value, name) === 'function')
    );
  }, `must be ${what}`);
}

const range = z
  .strictObject({ min: ms, max: ms })
  .refine(({ min = 0, max = Infinity }) => min <= max, 'min must not be above max')
  .optional();

const shape = z
  .strictObject({
    fetchPage: callable,
    idOf: callable.optional(),
    isGap: callable.optional(),
    retention: z.strictObject({ ms: z.number().positive(), dateOf: callable }).optional(),
    title: z.string().optional(),
    key: z.string().min(1, 'must not be empty'),
    store: withMethods('a cursor store', 'load'),
    cursorMode: z.enum(['managed', 'external']).optional(),
    startFrom: z.union([z.literal('oldest'), z.strictObject({ afterEventId: cursor })], {
      error: "must be 'oldest' or { afterEventId }: it says where to begin when the store has no cursor",
    }),
    handler: callable.optional(),
    pageHandler: callable.optional(),
    concurrency: count(1, 1000),
    pageSize: count(1, 100_000),
    handlerRetry: z.strictObject({ retries: count(0, 100), minDelayMs: ms, maxDelayMs: ms }).optional(),
    park: callable.optional(),
    saveEvery: z.strictObject({ events: count(1, 1_000_000), ms }).optional(),
    idleMs: range,
    backoffMs: range,
    dedupeWindow: count(0, 1_000_000),
    onGap: callable.optional(),
    lock: callable.optional(),
    maxAnomalies: count(1, 1_000_000),
    liveWithinMs: ms,
    signal: withMethods('an AbortSignal', 'addEventListener', 'removeEventListener').optional(),
    logger: withMethods('a logger', 'debug', 'info', 'warn', 'error').optional(),
    clock: withMethods('a clock with now and schedule', 'now', 'schedule').optional(),
    random: callable.optional(),
  })
  .superRefine((options, context) => {
    const issue = (path: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [path], message });
    const external = options.cursorMode === 'external';
    const saves = typeof Reflect.get(Object(options.store), 'save') === 'function';
    const parallel = Number(options.concurrency ?? 1) > 1;
    if ((options.handler === undefined) === (options.pageHandler === undefined))
      issue('handler', 'give either handler or pageHandler');
    if (!external && !saves) issue('store', "must have save(), unless cursorMode is 'external'");
    if (parallel && external)
      issue(
        'concurrency',
        "must be 1 with cursorMode 'external': transactions would save cursors out of order",
      );
    if (parallel && options.pageHandler !== undefined)
      issue('concurrency', 'must be 1 with pageHandler: pages are handled one after the other');
  });

/** A reader's options, checked and filled in. */
export interface FeedConfig<Event> {
  readonly title: string;
  readonly key: string;
  readonly fetchPage: FeedSource<Event>['fetchPage'];
  readonly idOf: (event: Event) => string | undefined;
  readonly isGap: (error: unknown) => boolean;
  readonly retention: FeedSource<Event>['retention'];
  readonly load: (key: string) => Promise<string | undefined>;
  /** Absent in external mode. */
  readonly save: ((key: string, next: string, previous: string | undefined) => Promise<void>) | undefined;
  readonly startFrom: FeedSettings<Event>['startFrom'];
  readonly handler: FeedOptions<Event>['handler'];
  readonly pageHandler: FeedOptions<Event>['pageHandler'];
  readonly concurrency: number;
  readonly pageSize: number;
  readonly handlerRetry: { retries: number; minDelayMs: number; maxDelayMs: number };
  readonly park: FeedSettings<Event>['park'];
  readonly saveEvery: { events: number; ms: number };
  readonly idleMs: { min: number; max: number };
  readonly backoffMs: { min: number; max: number };
  readonly dedupeWindow: number;
  readonly onGap: FeedSettings<Event>['onGap'];
  readonly lock: FeedSettings<Event>['lock'];
  readonly maxAnomalies: number;
  readonly liveWithinMs: number;
  readonly signal: AbortSignal | undefined;
  readonly logger: NonNullable<FeedSettings<Event>['logger']>;
  readonly clock: NonNullable<FeedSettings<Event>['clock']>;
  readonly random: () => number;
}

/**
 * Checks a reader's options and fills in the defaults.
 *
 * @throws ConfigurationError that lists everything wrong.
 */
export function feedConfig<Event>(options: FeedSource<Event> & FeedOptions<Event>): FeedConfig<Event> {
  const title = options.title ?? 'feed';
  const checked = shape.safeParse(options);
  if (!checked.success) {
    const issues = checked.error.issues.map(({ path, message }) => ({ path: path.map(String), message }));
    throw new ConfigurationError(`Options of the ${title} reader: ${describeIssues(issues)}.`);
  }
  const { store } = options;
  return {
    title,
    key: options.key,
    fetchPage: options.fetchPage,
    idOf: options.idOf ?? defaultIdOf,
    isGap: options.isGap ?? ((error) => isHttpError(error) && error.status === 410),
    retention: options.retention,
    load: (key) => store.load(key),
    save:
      options.cursorMode === 'external'
        ? undefined
        : (key, next, previous) => options.store.save(key, next, previous),
    startFrom: options.startFrom,
    handler: options.handler,
    pageHandler: options.pageHandler,
    concurrency: options.concurrency ?? 1,
    pageSize: options.pageSize ?? 100,
    handlerRetry: filled({ retries: 3, minDelayMs: 500, maxDelayMs: 3_000 }, options.handlerRetry),
    park: options.park,
    saveEvery: filled({ events: 100, ms: 5_000 }, options.saveEvery),
    idleMs: bounds(1_000, 30_000, options.idleMs),
    backoffMs: bounds(1_000, 60_000, options.backoffMs),
    dedupeWindow: options.dedupeWindow ?? 500,
    onGap: options.onGap,
    lock: options.lock,
    maxAnomalies: options.maxAnomalies ?? 5,
    liveWithinMs: options.liveWithinMs ?? 300_000,
    signal: options.signal,
    logger: guarded(options.logger),
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  };
}

function filled<T extends object>(defaults: T, given: { [K in keyof T]?: T[K] | undefined } | undefined): T {
  const result = { ...defaults };
  for (const key in defaults) result[key] = given?.[key] ?? defaults[key];
  return result;
}

/** One bound given alone takes the other one along when that would be on the wrong side. */
function bounds(
  min: number,
  max: number,
  given: { readonly min?: number; readonly max?: number } | undefined,
): { min: number; max: number } {
  const low = given?.min ?? Math.min(min, given?.max ?? min);
  return { min: low, max: given?.max ?? Math.max(max, low) };
}

function defaultIdOf(event: unknown): string | undefined {
  if (typeof event !== 'object' || event === null) return undefined;
  const id: unknown = Reflect.get(event, 'eventId') ?? Reflect.get(event, 'id');
  return typeof id === 'string' && id !== '' ? id : undefined;
}
