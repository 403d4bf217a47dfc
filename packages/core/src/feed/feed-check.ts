import * as z from 'zod';
import { issuesIn } from '../operation/plain-issues.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { describeIssues, type Issue } from '../errors/request-validation-error.ts';
import type { FeedOptions, FeedSource } from './feed-options.ts';

const callable = z.custom((value) => typeof value === 'function', 'must be a function');
const count = (least: number, most: number): z.ZodType => {
  const message = `must be an integer from ${least} to ${most}`;
  return z.int(message).min(least, message).max(most, message).optional();
};
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

/** Where a source does not say how many events it gives at most. */
const MOST_PER_PAGE = 100_000;

const range = z
  .strictObject({ min: ms, max: ms })
  .refine(({ min = 0, max = Infinity }) => min <= max, 'min must not be above max')
  .optional();

const shape = z.strictObject({
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
  maxPageSize: count(1, MOST_PER_PAGE),
  pageSize: z.unknown(),
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
});

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
  const sized = shape.extend({ pageSize: count(1, options.maxPageSize ?? MOST_PER_PAGE) });
  const wrong = issuesIn(sized, options, OF_SOURCE);
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
