import * as z from 'zod';
import { systemClock, type Clock } from './clock.ts';

/** Options of `createSandbox`. */
export interface SandboxOptions {
  /** Ids, keys and chances follow from it: the same seed, the same run. Default `'partner-apis'`. */
  seed?: string | number;
  /** Time: dates in answers, poll deadlines, delays. Default: real time; `manualClock()` stands still until told. */
  clock?: Clock;
  /** Milliseconds that one second of a vendor's own time-out takes. Default 1,000; with 1, a 600 s poll ends after 0.6 s. */
  secondMs?: number;
  /** How many requests `requests()` remembers. Default 1,000. */
  ledgerSize?: number;
}

/** Options of `sandbox.listen`. */
export interface ListenOptions {
  /** Port of the first vendor, the next one gets the next. Default 0: free ports. */
  port?: number;
  /** Address to listen on. Default `127.0.0.1`. */
  host?: string;
  /**
   * A page to look inside with, and its API. `port`: default the fifth one, after the vendors', or a free one; `token`: for requests from
   * elsewhere than this machine, default a random one. Default false.
   */
  inspector?: boolean | { port?: number; token?: string };
}

const clock = z.custom<Clock>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    'now' in value &&
    typeof value.now === 'function' &&
    'schedule' in value &&
    typeof value.schedule === 'function',
  'Expected a clock: { now(), schedule(ms, action) }',
);

const sandboxOptions = z.strictObject({
  seed: z.union([z.string(), z.number()]).default('partner-apis').transform(String),
  clock: clock.default(systemClock),
  secondMs: z.number().positive().max(60_000).default(1000),
  ledgerSize: z.int().positive().max(1_000_000).default(1000),
});

const listenOptions = z.strictObject({
  port: z.int().min(0).max(65_535).default(0),
  host: z.string().min(1).default('127.0.0.1'),
  inspector: z
    .union([
      z.boolean(),
      z.strictObject({
        port: z.int().min(0).max(65_535).optional(),
        token: z.string().min(16, 'A token has 16 characters or more').max(1024).regex(/^\S+$/).optional(),
      }),
    ])
    .default(false),
});

/** The options with every default filled in, or a `TypeError` that lists what is wrong. */
export const readSandboxOptions = (options: SandboxOptions) =>
  read(sandboxOptions, options, 'sandbox options');

/** The same for `listen`. */
export const readListenOptions = (options: ListenOptions) => read(listenOptions, options, 'listen options');

/** Checks a value that a user passed in. */
export function read<Value>(schema: z.ZodType<Value>, value: unknown, what: string): Value {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new TypeError(`Bad ${what}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
