import type { Claim } from './claim.ts';
import { faultMatrix } from './matrix/matrix.ts';
import { hostileDisks } from './hostile/disks.ts';
import { hostileServers } from './hostile/servers.ts';
import { leaksNothing } from './leaks/leaks.ts';
import { secretsStay } from './secrets/secrets.ts';

/** Every claim, in the order of the page. */
export const claims: readonly Claim[] = [
  faultMatrix,
  secretsStay,
  hostileServers,
  hostileDisks,
  leaksNothing,
];
