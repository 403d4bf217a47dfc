import type { CursorStore } from '@partner-apis/core';
import type { ForwardItem } from './item.ts';

/**
 * What became of one item. `stored`: the engine has it for good. `duplicate`: it had it already. `retry`: not now, it may work later.
 * `reject`: this item can never be stored; the rest can.
 */
export type Outcome = 'stored' | 'duplicate' | 'retry' | { readonly reject: string };

/** What a sink is told beside the items. */
export interface PutContext {
  /** Aborts when the put takes too long, or when the forwarder cannot wait any longer while it stops. */
  readonly signal: AbortSignal;
  /** Goes with every item, for whoever handles it: trace context. Absent stands for none. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * The place in the feed that stands for these items, given only to a sink with {@link Sink.cursors}. It is saved in the transaction that
   * stores the items, and only when every outcome is `stored` or `duplicate`. There may be no items at all.
   */
  readonly cursor?: {
    /** Name of the reader's cursor in the store. */
    readonly key: string;
    /** What to save. */
    readonly next: string;
    /** What is kept now; undefined for nothing. The put rejects with CursorConflictError where it is something else. */
    readonly previous: string | undefined;
  };
}

/** Where items go. {@link testSink} checks one of your own against this contract. */
export interface Sink {
  /**
   * Stores up to a batch of items; one outcome for each, in their order. A rejection counts as `retry` for all, except for
   * CursorConflictError and ConfigurationError, which end the forwarder. Items that were stored all the same come again, and are
   * `duplicate` then: the id of an item decides.
   */
  put(items: readonly ForwardItem[], context: PutContext): PromiseLike<readonly Outcome[]>;
  /** Closes what the sink has opened, and nothing that it was given. Called once, when the forwarder has stopped. */
  close?(): unknown;
  /** A sink that saves cursors in the transaction of {@link put} reads them here. */
  readonly cursors?: Pick<CursorStore, 'load'>;
  /** What messages and spans call it. Default `engine`. */
  readonly title?: string;
}

/** Whether an item needs nothing more. */
export function isTaken(outcome: Outcome): outcome is 'stored' | 'duplicate' {
  return outcome === 'stored' || outcome === 'duplicate';
}
