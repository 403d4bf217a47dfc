import type { Issue } from '@partner-apis/core/user';
import type { AstralEvent } from '../../api/models.ts';
import type { Decision } from './decision.ts';

/** An event as a handler gets it: as the platform handed it out, with `data` as its schema gave it. Manual, section 3.3. */
export interface ConsumedEvent<Data = AstralEvent['data']> {
  /** 32 hex digits. What makes handling idempotent: the same event always has the same one. */
  readonly id: string;
  /** Type of the event. */
  readonly code: string;
  /** Participant that published it. */
  readonly producer?: string | null | undefined;
  /** Event that this one answers or continues. */
  readonly parent?: string | null | undefined;
  /** Participants that receive it. */
  readonly consumer?: string[] | null | undefined;
  /** Its payload: as the schema of its handler gave it, else as the platform sent it. */
  readonly data: Data;
  /** Members that the manual does not name. */
  readonly [member: string]: unknown;
}

/** What a handler gets beside the event. */
export interface HandlerContext {
  /** Aborts at `handlerTimeoutMs`, and at shutdown when `drainMs` has passed. A handler that gives up because of it must throw. */
  readonly signal: AbortSignal;
  /** Number of this run for this event id, deliveries included; 1 for the first. */
  readonly attempt: number;
  /** `return ctx.confirm()`: handled. Only `onInvalid` and `otherwise` have to say so; for other handlers resolving is enough. */
  confirm(): Decision;
  /** `return ctx.release(why)`: not now. The event stays unconfirmed at the platform and comes back through the sweep. */
  release(reason?: string): Decision;
  /** `return ctx.deadLetter(why)`: never. The event goes to `deadLetter`, then is confirmed; released where there is none. */
  deadLetter(reason?: string): Decision;
}

/** Resolving confirms the event, unless it resolves to a decision of `ctx`; throwing runs it again, later or elsewhere. */
export type Handler<Data = AstralEvent['data']> = (
  event: ConsumedEvent<Data>,
  ctx: HandlerContext,
) => unknown;

/** Gets events whose data the schema of their handler refuses, or that are no events at all. `data` is as it arrived. */
export type InvalidHandler = (
  event: ConsumedEvent<unknown>,
  issues: readonly Issue[],
  ctx: HandlerContext,
) => unknown;
