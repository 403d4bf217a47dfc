import type { ConsumerState } from '../consumer-state.ts';

/** Which stream an event came from: the ordinary poll, or the sweep over the unconfirmed ones. Manual, section 3.2. */
export type EventSource = 'poll' | 'sweep';

/** Which event something happened to. Never its data: signals may end up in logs. */
export interface EventName {
  /** Id of the event: 32 hex digits. */
  readonly eventId: string;
  /** Type of the event. */
  readonly code: string;
}

/** How a request of the loop ended. */
export interface RequestReport {
  /** Most events asked for. */
  readonly limit: number;
  /** `ended`: given up by us, for a pause or a stop. */
  readonly outcome: 'answered' | 'failed' | 'ended';
  /** Events in the answer. */
  readonly events: number;
  /** Those of them that were taken on; the others were in hand already, done, or not ready to be taken. */
  readonly accepted: number;
  /** How long it took, in milliseconds. */
  readonly durationMs: number;
  /** What it failed with; absent for the other outcomes. */
  readonly error?: unknown;
  /** Wait before the next request because of the failure, in milliseconds. */
  readonly retryInMs?: number;
}

/** Everything a consumer tells about its work, by name. */
export interface ConsumerSignals {
  /** The consumer went `from` one state `to` another. */
  readonly state: { readonly from: ConsumerState; readonly to: ConsumerState };
  /** An event was taken on; `source`: where it came from. */
  readonly received: EventName & { readonly source: EventSource };
  /** An event, `eventId`, was not taken on. `why`: it is in hand, done with, too young, set aside, has no id, or came for a poll given up. `source`: where it came from. */
  readonly dropped: {
    readonly eventId: string | undefined;
    readonly source: EventSource;
    readonly why: 'in-hand' | 'done' | 'young' | 'set-aside' | 'no-id' | 'late';
  };
  /** A run of a handler failed with `error`. `attempt`: its number, from 1; `again`: another run follows in this process. */
  readonly failed: EventName & {
    readonly attempt: number;
    readonly error: unknown;
    readonly again: boolean;
  };
  /** A handler resolved after `durationMs` milliseconds, in its run number `attempt`; the event is going to be confirmed. */
  readonly handled: EventName & { readonly attempt: number; readonly durationMs: number };
  /** An event was given back: it stays unconfirmed and comes again through the sweep. `reason` says why, `error` what its handler failed with. */
  readonly released: EventName & { readonly reason: string; readonly error?: unknown };
  /** `deadLetter` resolved; the event is going to be confirmed. `error`: why it was given up. */
  readonly deadLettered: EventName & { readonly error: unknown };
  /** An event was set aside for `delayMs` milliseconds, because of `error`. */
  readonly quarantined: EventName & { readonly delayMs: number; readonly error: unknown };
  /** The platform acknowledged a confirmation of `eventIds`. `count` is its own; ids it had confirmed before are not among it. */
  readonly confirmed: { readonly eventIds: readonly string[]; readonly count: number | undefined };
  /** A confirmation of `eventIds` failed with `error`, and is repeated in `retryInMs` milliseconds. */
  readonly confirmFailed: {
    readonly eventIds: readonly string[];
    readonly error: unknown;
    readonly retryInMs: number;
  };
  /** The platform refuses to confirm one id, `eventId`, with `error`. Its handler is not run again. */
  readonly confirmRefused: { readonly eventId: string; readonly error: unknown };
  /** An ordinary poll ended. `timeout` is in seconds. */
  readonly poll: RequestReport & { readonly timeout: number };
  /** A sweep over the unconfirmed events ended. */
  readonly sweep: RequestReport;
  /** The poll timeout changed, `from` and `to` in seconds. `why`: a poll died, a gateway ended it early, polls went well, or a longer one is tried. */
  readonly ladder: {
    readonly from: number;
    readonly to: number;
    readonly why: 'died' | 'ceiling' | 'recovered' | 'probe';
  };
}

/** Name of a signal. */
export type SignalName = keyof ConsumerSignals;

/** One observer per signal, all optional. */
export type ConsumerObservers = {
  readonly [Name in SignalName]?: (signal: ConsumerSignals[Name]) => unknown;
};

/**
 * Observers of a consumer. They are told after the fact and cannot change it: what they throw or reject with is logged and goes no
 * further.
 */
export interface ConsumerHooks extends ConsumerObservers {
  /** Around each run of a handler, for spans and context: calls `next` once. It cannot change what comes of the run. */
  readonly around?: (run: EventName & { readonly attempt: number }, next: () => Promise<void>) => unknown;
}
