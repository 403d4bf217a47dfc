import type { ItemSource } from '../item/item.ts';

/** Life of a forwarder. It runs once: from `stopped` and `failed` there is no way back. */
export type ForwarderState =
  | 'created'
  | 'running'
  | 'paused'
  | 'draining'
  | 'cancelling'
  | 'flushing'
  | 'stopped'
  | 'failed';

/** Which item something happened to. Never its event: signals may end up in logs. */
export interface ItemName {
  /** Id of the item. */
  readonly id: string;
  /** Vendor that it comes from. */
  readonly source: ItemSource;
  /** Kind of event. */
  readonly type: string;
}

/** Everything a forwarder tells about its work, by name. */
export interface ForwarderSignals {
  /** The forwarder went `from` one state `to` another. */
  readonly state: { readonly from: ForwarderState; readonly to: ForwarderState };
  /** A put has come back, or its time was up. */
  readonly put: {
    /** Vendor that the items come from. */
    readonly source: ItemSource;
    /** Items in it. */
    readonly items: number;
    /** Items that the engine took. */
    readonly stored: number;
    /** Items that it had already. */
    readonly duplicates: number;
    /** Items that it can never take. */
    readonly rejected: number;
    /** Items that come again. */
    readonly retried: number;
    /** How long it took, in milliseconds. */
    readonly durationMs: number;
    /** What it failed with; absent where it did not. */
    readonly error?: unknown;
  };
  /**
   * The engine did not take everything, because of `error`: nothing is asked for until it does. Told once for each put that failed, with how
   * many have in a row (`failures`) and the wait before the next (`retryInMs`, milliseconds).
   */
  readonly away: { readonly failures: number; readonly retryInMs: number; readonly error: unknown };
  /** The engine takes items again, after `failures` puts that were not taken. */
  readonly back: { readonly failures: number };
  /** An item can never be stored, for a `reason`, and no dead letter took it, perhaps with an `error`: it stays unacknowledged. */
  readonly rejected: ItemName & { readonly reason: string; readonly error?: unknown };
  /** `deadLetter` resolved: the item is acknowledged. `reason`: why it cannot be stored. */
  readonly deadLettered: ItemName & { readonly reason: string };
}

/** Name of a signal. */
export type ForwarderSignalName = keyof ForwarderSignals;

/** One observer per signal, all optional. */
export type ForwarderObservers = {
  readonly [Name in ForwarderSignalName]?: (signal: ForwarderSignals[Name]) => unknown;
};

/** A put, as `around` sees it. */
export interface PutInfo {
  /** Vendor that the items come from. */
  readonly source: ItemSource;
  /** What the sink calls itself. */
  readonly engine: string;
  /** Ids of the items. */
  readonly ids: readonly string[];
}

/** Observers of a forwarder. What they throw or reject with is logged and goes no further. */
export interface ForwarderHooks extends ForwarderObservers {
  /**
   * Around each put, for spans: calls `next` once, with headers that go into the engine with every item. It cannot change what comes of the
   * put; `next` rejects where the put does.
   */
  readonly around?: (
    put: PutInfo,
    next: (headers?: Readonly<Record<string, string>>) => Promise<void>,
  ) => unknown;
}
