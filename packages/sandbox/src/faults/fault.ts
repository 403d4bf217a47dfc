import * as z from 'zod';
import type { OperationId } from './operation-ids.ts';

/** What can be made to go wrong. The README has a table of what each kind does. */
export const faultKinds = [
  'refuse',
  'reset',
  'reset-after-effect',
  'stall-headers',
  'stall-body',
  'cut-body',
  'bad-json',
  'slow',
  'status',
] as const;

/** See {@link faultKinds}. */
export type FaultKind = (typeof faultKinds)[number];

/** A fault to inject. */
export interface FaultSpec<Vendor extends string = string> {
  /** Whose requests it meets. */
  vendor: Vendor;
  /** Operation id; all requests of the vendor when absent. Not looked at by `refuse`, which no request gets past. */
  operation?: OperationId<Vendor>;
  /** What goes wrong. */
  kind: FaultKind;
  /** HTTP status of kind `status`. Default 503. */
  status?: number;
  /** `Retry-After` of kind `status`: seconds, a moment (sent as an HTTP date) or the header's text. */
  retryAfter?: number | Date | string;
  /** How many requests it meets before it is spent. Default: no end. */
  times?: number;
  /** Share of requests it meets, 0 to 1, drawn from the sandbox's seed. Default 1. */
  probability?: number;
  /** Delay of kind `slow` before the answer, and again over the length of its body. Default 1,000. */
  delayMs?: number;
  /** Framing of a body cut by `cut-body` or `stall-body`. Default `length`. */
  framing?: 'length' | 'chunked';
}

/** An injected fault. */
export interface FaultHandle {
  /** How the inspector's API knows it. */
  readonly id: string;
  /** How many requests it has met. */
  readonly met: number;
  /** False once it is spent or removed. */
  readonly active: boolean;
  /** Ends it; resolves when a listener closed by `refuse` accepts connections again. */
  remove(): Promise<void>;
}

/** The schema of {@link FaultSpec}, for the vendors and operations there are. */
export function faultSchema(operations: ReadonlyMap<string, readonly string[]>) {
  return z
    .strictObject({
      vendor: z.enum([...operations.keys()]),
      operation: z.string().optional(),
      kind: z.enum(faultKinds),
      status: z.int().min(200).max(599).default(503),
      retryAfter: z.union([z.number().nonnegative(), z.date(), z.string()]).optional(),
      times: z.int().positive().default(Number.POSITIVE_INFINITY),
      probability: z.number().min(0).max(1).default(1),
      delayMs: z.number().nonnegative().default(1000),
      framing: z.enum(['length', 'chunked']).default('length'),
    })
    .superRefine(({ vendor, operation, kind, probability }, context) => {
      const known = operations.get(vendor) ?? [];
      if (operation !== undefined && !known.includes(operation)) {
        const message = `${vendor} has no operation '${operation}'; it has ${known.join(', ')}.`;
        context.addIssue({ code: 'custom', path: ['operation'], message });
      }
      if (kind === 'refuse' && probability !== 1) {
        const message = "A listener is open or closed: 'refuse' knows no probability.";
        context.addIssue({ code: 'custom', path: ['probability'], message });
      }
    });
}

/** A fault with every default filled in. */
export type ReadyFault = z.output<ReturnType<typeof faultSchema>>;
