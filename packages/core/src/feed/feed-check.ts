import * as z from 'zod/mini';
import { callable, withMethods } from '../schema/option-schemas.ts';
import { issuesIn } from '../schema/plain-issues.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { describeIssues, type Issue } from '../errors/request-validation-error.ts';
import type { FeedOptions, FeedSource } from './feed-options.ts';

/** Where a source does not say how many events it gives at most. */
const MOST_PER_PAGE = 100_000;

/** Made for each check, since a program makes a reader or two: it is not there before the first. */
function shapeOf(maxPageSize: number) {
  const text = z.string().check(z.minLength(1, 'must not be empty'));
  const ms = z.optional(z.number('must be a number of milliseconds').check(z.gte(0)));
  const range = z.optional(
    z
      .strictObject({ min: ms, max: ms })
      .check(z.refine(({ min = 0, max = Infinity }) => min <= max, 'min must not be above max')),
  );
  return z.strictObject({
    fetchPage: callable,
    idOf: z.optional(callable),
    isGap: z.optional(callable),
    retention: z.optional(z.strictObject({ ms: z.number().check(z.positive()), dateOf: callable })),
    title: z.optional(z.string()),
    key: text,
    store: withMethods('a cursor store', 'load'),
    cursorMode: z.optional(z.enum(['managed', 'external'])),
    startFrom: z.union([z.enum(['oldest']), z.strictObject({ afterEventId: text })], {
      error: "must be 'oldest' or { afterEventId }: it says where to begin when the store has no cursor",
    }),
    handler: z.optional(callable),
    pageHandler: z.optional(callable),
    concurrency: count(1, 1000),
    maxPageSize: count(1, MOST_PER_PAGE),
    pageSize: count(1, maxPageSize),
    handlerRetry: z.optional(z.strictObject({ retries: count(0, 100), minDelayMs: ms, maxDelayMs: ms })),
    park: z.optional(callable),
    saveEvery: z.optional(z.strictObject({ events: count(1, 1_000_000), ms })),
    idleMs: range,
    backoffMs: range,
    dedupeWindow: count(0, 1_000_000),
    onGap: z.optional(callable),
    lock: z.optional(callable),
    maxAnomalies: count(1, 1_000_000),
    liveWithinMs: ms,
    signal: z.optional(withMethods('an AbortSignal', 'addEventListener', 'removeEventListener')),
    logger: z.optional(withMethods('a logger', 'debug', 'info', 'warn', 'error')),
    clock: z.optional(withMethods('a clock with now and schedule', 'now', 'schedule')),
    random: z.optional(callable),
  });
}

function count(least: number, most: number) {
  const message = `must be an integer from ${least} to ${most}`;
  return z.optional(z.int(message).check(z.gte(least, message), z.lte(most, message)));
}

/** What the vendor's package gives, not the program. */
const OF_SOURCE = ['fetchPage', 'idOf', 'isGap', 'retention', 'title', 'maxPageSize'];

/**
 * Checks a reader's options: what each may be, and what goes together.
 *
 * @throws ConfigurationError that lists everything wrong.
 */
export function checkFeedOptions<Event>(
  title: string,
  options: FeedSource<Event> & FeedOptions<Event>,
): void {
  const wrong = issuesIn(shapeOf(options.maxPageSize ?? MOST_PER_PAGE), options, OF_SOURCE);
  // Not a refinement of the schema: those are only looked at when all the rest is right.
  const known = new Set(wrong.map(({ path }) => path[0]));
  const issues = [...wrong, ...contradictions(options).filter(({ path }) => !known.has(path[0]))];
  if (issues.length === 0) return;
  throw new ConfigurationError(`Options of the ${title} reader: ${describeIssues(issues)}.`);
}

/** What does not go together, though each may be right by itself. */
function contradictions<Event>(options: FeedSource<Event> & FeedOptions<Event>): Issue[] {
  const { handler, pageHandler, store, cursorMode, concurrency = 1 } = options;
  const external = cursorMode === 'external';
  const saves = typeof Reflect.get(Object(store), 'save') === 'function';
  const rules: readonly (readonly [broken: boolean, path: string, message: string])[] = [
    [
      (handler === undefined) === (pageHandler === undefined),
      'handler',
      'give either handler or pageHandler',
    ],
    [!external && !saves, 'store', "must have save(), unless cursorMode is 'external'"],
    [
      concurrency > 1 && external,
      'concurrency',
      "must be 1 with cursorMode 'external': transactions would save cursors out of order",
    ],
    [
      concurrency > 1 && pageHandler !== undefined,
      'concurrency',
      'must be 1 with pageHandler: pages are handled one after the other',
    ],
  ];
  return rules.filter(([broken]) => broken).map(([, path, message]) => ({ path: [path], message }));
}
