import type { Clock } from '@partner-apis/core/user';
import type { ConfirmQueue } from '../confirming/confirm-queue.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { Poller } from '../asking/poller.ts';
import type { Slots } from '../handling/slots.ts';
import type { Sweeper } from '../unconfirmed/sweeper.ts';
import { settlesWithin } from '@partner-apis/core/vendor';

/** How long each part of a stop may take, in milliseconds. */
export interface StopLimits {
  /** For handlers to finish by themselves. Default 20,000. */
  readonly drainMs?: number;
  /** For handlers to settle after their signals have aborted. Default 5,000. */
  readonly graceMs?: number;
  /** For confirmations to get through. Default 5,000. */
  readonly flushMs?: number;
}

/** What a stop left behind. */
export interface StopResult {
  /** True when every handler settled. */
  readonly drained: boolean;
  /** Ids whose handlers had not settled. They stay unconfirmed and come back to the next consumer. */
  readonly abandoned: string[];
  /** Ids that were handled and whose confirmation the platform has not acknowledged. They may come back. */
  readonly unconfirmed: string[];
}

/** What has to end. */
export interface Stoppable {
  readonly clock: Clock;
  readonly lifecycle: Lifecycle;
  readonly slots: Slots;
  readonly confirms: ConfirmQueue;
  readonly poller: Poller;
  readonly sweeper: Sweeper;
}

/** Ends a consumer in bounded time: takes nothing more, lets handlers finish, aborts those that do not, confirms what is done. */
export async function stopAll(parts: Stoppable, limits: StopLimits): Promise<StopResult> {
  const { lifecycle, slots, confirms, poller, sweeper, clock } = parts;
  const { drainMs = 20_000, graceMs = 5_000, flushMs = 5_000 } = limits;
  lifecycle.to('draining');
  sweeper.close();
  poller.end();
  slots.close();
  let drained = await settlesWithin(clock, drainMs, slots.quiet());
  if (!drained) {
    lifecycle.to('cancelling');
    slots.cancel();
    drained = await settlesWithin(clock, graceMs, slots.quiet());
  }
  const abandoned = slots.abandon();
  lifecycle.to('flushing');
  await confirms.drain(flushMs);
  return { drained, abandoned, unconfirmed: confirms.unconfirmed() };
}
