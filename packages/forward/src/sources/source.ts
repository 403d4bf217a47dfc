import type { Clock, CursorStore } from '@partner-apis/core';
import type { ForwardItem, ItemSource } from '../item/item.ts';
import type { PutContext } from '../item/sink.ts';

/** What became of an item that a source has handed over: `taken`, `later`, or `rejected` with a reason. */
export type Ending =
  /** The engine has it, or the dead letter: acknowledge it. */
  | 'taken'
  /** Not now: it must come again. */
  | 'later'
  /** Never, and nobody takes it: leave it unacknowledged. */
  | { readonly rejected: string };

/** Where a source hands its items over. Nothing here rejects. */
export interface Intake {
  /** Most items in one put. */
  readonly batch: number;
  /** Time. */
  readonly clock: Clock;
  /** Where the sink reads cursors, when it saves them by itself. */
  readonly cursors: Pick<CursorStore, 'load'> | undefined;
  /** Hands an item over, for as long as it takes: `later` only when the forwarder stops. */
  readonly hand: (item: ForwardItem) => Promise<Ending>;
  /** Hands an item over once: `later` at once while the engine is away, or the forwarder is paused. */
  readonly offer: (item: ForwardItem) => Promise<Ending>;
  /** Hands a page over as one put, with the cursor that stands for it. */
  readonly page: (items: readonly ForwardItem[], cursor?: PutContext['cursor']) => Promise<readonly Ending[]>;
  /** The waiting is over: the put under way aborts, and everything in hand ends as `later`. */
  readonly cancel: () => void;
}

/** How long each part of a stop may take, in milliseconds. */
export interface StopLimits {
  /** For what is in hand to reach the engine. Default 20,000. While the engine is away nothing is waited for. */
  readonly drainMs?: number;
  /** After the signal of the put has aborted. Default 5,000. */
  readonly graceMs?: number;
  /** For acknowledgements to get through, and again for the sink to close. Default 5,000. */
  readonly flushMs?: number;
}

/** What a stop left behind. */
export interface StopResult {
  /** True when everything that was in hand has come to an end. */
  readonly drained: boolean;
  /** Ids that were in hand at the end of the waiting. They come again. */
  readonly abandoned: readonly string[];
  /** Ids that the engine has and the source does not know of: they come again, and are duplicates then. */
  readonly unconfirmed: readonly string[];
}

/** How a source is doing. */
export interface SourceHealth {
  /** Whether it still asks, or still can be asked. */
  readonly live: boolean;
  /** Events that the engine has and whose acknowledgement is not through. */
  readonly unconfirmed: number;
  /** Everything that the reader behind it tells: a `ConsumerHealth` or a `FeedHealth`. */
  readonly details?: object;
}

/** A source at work. */
export interface SourceRun {
  /** Resolves after {@link stop}; rejects when asking again cannot help. */
  run(): Promise<void>;
  /** Asks for nothing until {@link resume}. */
  pause(): void;
  /** Asks again. */
  resume(): void;
  /** Asks no more, and waits for what is in hand as long as `limits` say. */
  stop(limits: Required<StopLimits>): Promise<StopResult>;
  /** How it is doing. */
  health(): SourceHealth;
}

/** Where events come from: of `astralSource`, `reestroSource` or `asnaSource`. */
export interface Source {
  /** Vendor whose events it hands over. */
  readonly name: ItemSource;
  /**
   * Gets ready to hand over; called once, by `forward()`.
   *
   * @internal
   */
  open(intake: Intake): SourceRun;
}
