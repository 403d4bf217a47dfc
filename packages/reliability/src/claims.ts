import type { Claim } from './claim.ts';
import { callFlood } from './flood/call-flood.ts';
import { webhookFlood } from './flood/webhook-flood.ts';
import { frozenProcess } from './stalls/frozen-process.ts';
import { halfOpen } from './stalls/half-open.ts';
import { eventSoak } from './soak/event-soak.ts';

/** Every claim, in the order of the page. */
export const claims: readonly Claim[] = [eventSoak, callFlood, webhookFlood, halfOpen, frozenProcess];
