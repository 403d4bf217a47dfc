import type { Readable } from 'node:stream';
import { systemClock } from '../../time/clock.ts';
import { TransportFailure } from '../transport.ts';
import type { Dispatcher } from './undici.ts';

/** Requests that have their turn on a connection to one origin. */
type Holders = Set<ConnectionUse>;

/** What one request has of a connection: nothing while it waits, then its turn, then an answer that somebody reads, or nobody. */
export class ConnectionUse {
  /** The body of the answer, once it is there. */
  body: Readable | undefined;
  readonly #connections: number;
  #holders: Holders | undefined;
  #started = false;
  #movedAt = 0;
  #cancel: (() => void) | undefined;
  #givenUp: TransportFailure | undefined;

  /** @param connections - How many there can be to an origin. */
  constructor(connections: number) {
    this.#connections = connections;
  }

  /**
   * Limits the wait for a turn. A queue that moves is no trouble, however long it is; one behind answers that nobody reads would stand
   * for ever.
   */
  watch(ms: number, giveUp: (failure: TransportFailure) => void): void {
    // A dispatcher of the user's own shows nothing of its connections.
    if (this.#started || this.#holders === undefined || !Number.isFinite(ms)) return;
    this.#cancel = systemClock.schedule(ms, () => {
      if (!this.#isStuck(ms)) {
        this.watch(ms, giveUp);
        return;
      }
      this.#givenUp = unread(this.#connections);
      giveUp(this.#givenUp);
    });
  }

  /** The wait is over, one way or another. */
  unwatch(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** The handler of undici's request, with this looking on. */
  around(handler: Dispatcher.DispatchHandler, holders: Holders): Dispatcher.DispatchHandler {
    this.#holders = holders;
    return {
      onRequestStart: (controller, context) => {
        this.#started = true;
        this.unwatch();
        holders.add(this);
        if (this.#givenUp === undefined) handler.onRequestStart?.(controller, context);
        else controller.abort(this.#givenUp);
      },
      onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
      onResponseStart: (...args) => {
        this.#movedAt = systemClock.now();
        handler.onResponseStart?.(...args);
      },
      onResponseData: (...args) => {
        this.#movedAt = systemClock.now();
        handler.onResponseData?.(...args);
      },
      onResponseEnd: (...args) => {
        holders.delete(this);
        handler.onResponseEnd?.(...args);
      },
      onResponseError: (...args) => {
        holders.delete(this);
        handler.onResponseError?.(...args);
      },
    };
  }

  #isStuck(ms: number): boolean {
    const holders = [...(this.#holders ?? [])];
    return holders.length >= this.#connections && holders.every((holder) => holder.#isUnread(ms));
  }

  /** Nobody waits for more of it, nor has taken any for so long. */
  #isUnread(ms: number): boolean {
    if (this.body === undefined || this.body.readableFlowing === true) return false;
    return systemClock.now() - this.#movedAt >= ms;
  }
}

/** Under this name a request carries its use to the agent that {@link watching} made. */
export const USE = Symbol('use of a connection');

/** An agent that lets each {@link ConnectionUse} look on. */
export function watching(agent: Dispatcher): Dispatcher {
  const origins = new Map<string, Holders>();
  return agent.compose((dispatch) => (options, handler) => {
    const use: unknown = Reflect.get(options, USE);
    if (!(use instanceof ConnectionUse)) return dispatch(options, handler);
    const origin = String(options.origin);
    const holders = origins.get(origin) ?? new Set();
    origins.set(origin, holders);
    return dispatch(options, use.around(handler, holders));
  });
}

function unread(connections: number): TransportFailure {
  const whose = connections === 1 ? 'the only connection is' : `all ${connections} connections are`;
  return new TransportFailure('UNREAD_BODIES', {
    phase: 'connect',
    neverSent: true,
    cause: new Error(`${whose} held by answers that nobody reads or closes`),
  });
}
