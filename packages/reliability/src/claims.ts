import type { Claim } from './claim.ts';

/** Every claim, in the order of the page. */
export const claims: readonly Claim[] = [];
