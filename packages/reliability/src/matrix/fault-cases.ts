import type { FaultKind, FaultSpec } from '@partner-apis/sandbox';
import type { VendorName } from '../vendors/every-operation.ts';

/** A way to break a request, by the name that the table has for it. */
export interface FaultCase {
  readonly name: string;
  readonly kind: FaultKind;
  readonly status?: number;
  readonly framing?: 'length' | 'chunked';
}

/** Statuses that vendors and gateways fail with. */
const STATUSES = [400, 401, 403, 404, 408, 409, 425, 429, 500, 501, 502, 503, 504];

/** Every kind of the sandbox; those of a cut body under both framings, `status` under each status. */
export const faultCases: readonly FaultCase[] = [
  { name: 'refuse', kind: 'refuse' },
  { name: 'reset', kind: 'reset' },
  { name: 'reset-after-effect', kind: 'reset-after-effect' },
  { name: 'stall-headers', kind: 'stall-headers' },
  { name: 'stall-body', kind: 'stall-body' },
  { name: 'stall-body, chunked', kind: 'stall-body', framing: 'chunked' },
  { name: 'cut-body', kind: 'cut-body' },
  { name: 'cut-body, chunked', kind: 'cut-body', framing: 'chunked' },
  { name: 'bad-json', kind: 'bad-json' },
  { name: 'slow', kind: 'slow' },
  ...STATUSES.map((status) => ({ name: `status ${status}`, kind: 'status' as const, status })),
];

/** Kinds whose request the vendor carries out: what its table in the sandbox's README says. */
const WITH_EFFECT: ReadonlySet<string> = new Set<FaultKind>([
  'reset-after-effect',
  'stall-body',
  'cut-body',
  'slow',
]);

/** Whether a request that met this fault, or none, was carried out. */
export function hadEffect(fault: FaultKind | undefined): boolean {
  return fault === undefined || WITH_EFFECT.has(fault);
}

/** The fault for one operation; `times` as the sandbox has it. */
export function specOf(
  { name: _, ...fault }: FaultCase,
  vendor: VendorName,
  operation: string,
  times: number,
): FaultSpec<VendorName> {
  return {
    vendor,
    ...fault,
    ...(fault.kind !== 'refuse' && { operation }),
    ...(fault.kind === 'slow' && { delayMs: 20 }),
    ...(Number.isFinite(times) && { times }),
  };
}
