import * as z from 'zod';
import { read } from '../options.ts';

/** The schema of {@link AsnaSettings}. */
export const settingsSchema = z.strictObject({
  tokenSeconds: z.int().min(0),
  acceptedMs: z.number().min(0),
  processingMs: z.number().min(0),
  outcome: z.union([z.literal(2), z.literal(3)]),
  location: z.enum(['absolute', 'relative', 'foreign', 'missing']),
  rateLimit: z
    .strictObject({
      requests: z.int().min(0),
      windowMs: z.number().positive(),
      retryAfter: z.int().min(0).optional(),
    })
    .nullable(),
  failureBody: z.enum(['empty', 'json', 'html']),
  sinceIncludes: z.boolean(),
  nothing: z.enum(['lists', 'empty', '204']),
  pushStatus: z.union([z.literal(200), z.literal(201), z.literal(202), z.literal(204)]),
  knownAtOnce: z.boolean(),
  changes: z.enum(['add', 'replace']),
  webhookKey: z.enum(['stable', 'new']),
  secondSubscription: z.enum(['refuse', 'accept']),
  missingSubscription: z.enum(['refuse', 'create']),
  delivery: z.strictObject({
    retries: z.int().min(0).max(100),
    retryDelayMs: z.number().min(0),
    duplicates: z.int().min(0).max(100),
    timeoutMs: z.number().positive(),
  }),
});

/** What a user can switch, where the manual leaves ASNA a choice. */
export interface AsnaSettings {
  /** Seconds that a token lives. Default 3,600, as in the manual's sample. */
  tokenSeconds: number;
  /** Milliseconds a package stays in status 0. Default: a quarter of a second of the sandbox. */
  acceptedMs: number;
  /** Milliseconds it then stays in status 1. Default: half a second of the sandbox. */
  processingMs: number;
  /** Status it ends in: 2 processed, 3 error. Default 2. */
  outcome: 2 | 3;
  /** `Location` of a 202: whole, a path only, on another host, or none at all. Default `absolute`. */
  location: 'absolute' | 'relative' | 'foreign' | 'missing';
  /** Requests let through in a window per source address; null for no limit, the default. */
  rateLimit: AsnaRateLimit | null;
  /** Body of failures that are no 400. Default `empty`. */
  failureBody: 'empty' | 'json' | 'html';
  /** Whether `since` of orders brings back what carries exactly that moment. Default true. */
  sinceIncludes: boolean;
  /** How a list without anything in it is answered: empty lists, an empty body, or 204. Default `lists`. */
  nothing: 'lists' | 'empty' | '204';
  /** Status of the answer to what a pharmacy says about orders. Default 200. */
  pushStatus: 200 | 201 | 202 | 204;
  /** Whether the status of a package is known as soon as it was taken, or only once it is processed. Default true. */
  knownAtOnce: boolean;
  /** What PUT does with stock and price lists: it adds to what is there, or replaces it. Default `add`. */
  changes: 'add' | 'replace';
  /** Whether the key of webhooks is the same each time it is read, or a new one. Default `stable`. */
  webhookKey: 'stable' | 'new';
  /** What a second subscription to the same event gets: 400, or 201. Default `refuse`. */
  secondSubscription: 'refuse' | 'accept';
  /** What the change of a subscription gets that does not exist: 400, or it is made. Default `refuse`. */
  missingSubscription: 'refuse' | 'create';
  /** How webhooks are delivered; the manual promises nothing about it. */
  delivery: AsnaDelivery;
}

/** How many requests ASNA lets through. */
export interface AsnaRateLimit {
  /** Requests in a window. */
  requests: number;
  /** Length of the window, in milliseconds. */
  windowMs: number;
  /** Seconds for `Retry-After`, which the manual does not mention. Default: none. */
  retryAfter?: number | undefined;
}

/** How ASNA delivers webhooks. */
export interface AsnaDelivery {
  /** Further tries after an answer that is not 2xx, or none. Default 2. */
  retries: number;
  /** Milliseconds from the start of one try to that of the next. Default: a second of the sandbox. */
  retryDelayMs: number;
  /** How often a delivery that went well is made again. Default 0. */
  duplicates: number;
  /** Milliseconds to wait for an answer. Default: ten seconds of the sandbox. */
  timeoutMs: number;
}

/** Some of the settings; `delivery` may be given in part. */
export type AsnaSettingsPatch = Partial<Omit<AsnaSettings, 'delivery'>> & {
  delivery?: Partial<AsnaSettings['delivery']>;
};

/** The settings at the start and after a reset. A second of ASNA's own lasts `secondMs`. */
export function defaultSettings(secondMs: number): AsnaSettings {
  return {
    tokenSeconds: 3600,
    acceptedMs: secondMs / 4,
    processingMs: secondMs / 2,
    outcome: 2,
    location: 'absolute',
    rateLimit: null,
    failureBody: 'empty',
    sinceIncludes: true,
    nothing: 'lists',
    pushStatus: 200,
    knownAtOnce: true,
    changes: 'add',
    webhookKey: 'stable',
    secondSubscription: 'refuse',
    missingSubscription: 'refuse',
    delivery: { retries: 2, retryDelayMs: secondMs, duplicates: 0, timeoutMs: 10 * secondMs },
  };
}

/** Settings with a patch laid over them; a `TypeError` says what is wrong with it. */
export function patched(settings: AsnaSettings, patch: AsnaSettingsPatch): AsnaSettings {
  const delivery = { ...settings.delivery, ...patch.delivery };
  return read(settingsSchema, { ...settings, ...patch, delivery }, 'ASNA settings');
}
