import { isErrorLike, wholeMs } from '@partner-apis/core/vendor';
import type { SourceHealth } from '../sources/source.ts';
import type { HandOver } from './hand-over.ts';
import type { ForwarderState } from './signals.ts';

/** How a forwarder is doing. Times are whole epoch milliseconds; undefined until there was one. Counts are of this run. */
export interface ForwarderHealth {
  /** What the forwarder is doing. */
  readonly state: ForwarderState;
  /** Whether the source still asks, or can be asked. An engine that is away does not end it: a restart would not help. */
  readonly live: boolean;
  /** `away`: the last put was not taken, and nothing is asked for. `unknown` until the first put has come back. */
  readonly engine: 'unknown' | 'ready' | 'away';
  /** Items in the put under way. */
  readonly inFlight: number;
  /** Items that wait for one. */
  readonly buffered: number;
  /** Events that the engine has, and whose acknowledgement is not through at the source. */
  readonly unconfirmed: number;
  /** Items that the engine took. */
  readonly stored: number;
  /** Items that the engine had already. */
  readonly duplicates: number;
  /** Items that `deadLetter` took. */
  readonly deadLettered: number;
  /** Items that can never be stored and that no dead letter took. */
  readonly rejected: number;
  /** Puts that were not taken since the last one that was. */
  readonly consecutiveFailures: number;
  /** When the engine last took an item. */
  readonly lastStoredAt: number | undefined;
  /** Why the last put that failed did. */
  readonly lastError: string | undefined;
  /** What the reader of the source tells: a `ConsumerHealth` or a `FeedHealth`. */
  readonly source: object | undefined;
}

/** Puts together what the parts of a forwarder know. */
export function healthOf(state: ForwarderState, handOver: HandOver, source: SourceHealth): ForwarderHealth {
  const { failures, stored, duplicates, deadLettered, rejected } = handOver.stats;
  const { lastError } = handOver;
  return {
    state,
    live: (state === 'running' || state === 'paused') && source.live,
    engine: handOver.engine ?? 'unknown',
    inFlight: handOver.inFlight,
    buffered: handOver.waiting,
    unconfirmed: source.unconfirmed,
    stored,
    duplicates,
    deadLettered,
    rejected,
    consecutiveFailures: failures,
    lastStoredAt: wholeMs(handOver.lastStoredAt),
    lastError:
      lastError === undefined
        ? undefined
        : isErrorLike(lastError)
          ? `${lastError.name}: ${lastError.message}`
          : typeof lastError,
    source: source.details,
  };
}
