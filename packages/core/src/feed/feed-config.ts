import { systemClock } from '../time/clock.ts';
import { isHttpError } from '../errors/guards.ts';
import { guarded } from '../observe/logger.ts';
import { checkFeedOptions } from './feed-check.ts';
import type { FeedOptions, FeedSettings, FeedSource } from './feed-options.ts';

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
  checkFeedOptions(title, options);
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
    pageSize: options.pageSize ?? Math.min(100, options.maxPageSize ?? 100),
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

/** An event before it is known what it is. */
type Members = { readonly eventId?: unknown; readonly id?: unknown };

function defaultIdOf(event: unknown): string | undefined {
  if (typeof event !== 'object' || event === null) return undefined;
  const { eventId, id: other }: Members = event;
  const id = eventId ?? other;
  return typeof id === 'string' && id !== '' ? id : undefined;
}
