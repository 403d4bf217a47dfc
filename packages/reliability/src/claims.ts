import type { Claim } from './claim.ts';
import { callFlood } from './flood/call-flood.ts';
import { eventSoak } from './soak/event-soak.ts';
import { faultMatrix } from './matrix/matrix.ts';
import { frozenProcess } from './stalls/frozen-process.ts';
import { halfOpen } from './stalls/half-open.ts';
import { hostileDisks } from './hostile/disks.ts';
import { hostileServers } from './hostile/servers.ts';
import { leaksNothing } from './leaks/leaks.ts';
import { proxyConsumer } from './proxies/consumer-claim.ts';
import { proxyFailures } from './proxies/failures-claim.ts';
import { proxyTraffic } from './proxies/traffic-claim.ts';
import { realTime } from './tunnel/real-time-claim.ts';
import { secretsStay } from './secrets/secrets.ts';
import { tunnelCuts } from './tunnel/cuts-claim.ts';
import { tunnelFailures } from './tunnel/failures-claim.ts';
import { tunnelWork } from './tunnel/work-claim.ts';
import { webhookFlood } from './flood/webhook-flood.ts';

/** Every claim, in the order of the page. */
export const claims: readonly Claim[] = [
  tunnelWork,
  tunnelFailures,
  tunnelCuts,
  realTime,
  proxyFailures,
  proxyTraffic,
  proxyConsumer,
  faultMatrix,
  secretsStay,
  hostileServers,
  hostileDisks,
  leaksNothing,
  eventSoak,
  callFlood,
  webhookFlood,
  halfOpen,
  frozenProcess,
];
