import {
  type Transport,
  TransportFailure,
  type TransportRequest,
  type TransportResponse,
} from '@partner-apis/astral';
import type { VirtualClock } from '@partner-apis/test-kit';

/** An event as the platform keeps it. */
export interface PlatformEvent {
  readonly id: string;
  readonly code: string;
  readonly producer: string;
  readonly consumer: readonly string[];
  readonly data: unknown;
}

export type Operation = 'poll' | 'sweep' | 'confirm';

/** What may happen to one request. */
export type Fault =
  /** The connection is refused. */
  | { readonly kind: 'refuse' }
  /** The connection breaks; `after` its effect, or before. */
  | { readonly kind: 'reset'; readonly after: boolean }
  /** The connection breaks at this age, in milliseconds; the platform does not notice and goes on waiting. */
  | { readonly kind: 'die'; readonly ageMs: number; readonly reason?: string }
  /** No answer, ever; a deaf one does not even end when its signal aborts. */
  | { readonly kind: 'hang'; readonly deaf?: boolean }
  /** The right answer, though the signal has aborted meanwhile. */
  | { readonly kind: 'deaf' }
  /** An answer that means failure. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  /** An answer with this body instead of the right one, after its effect. */
  | { readonly kind: 'body'; readonly body: string; readonly status?: number };

/** One request as the platform saw it. */
export interface Seen {
  /** Which connection it came by. */
  readonly from: Connection;
  readonly operation: Operation;
  readonly at: number;
  readonly limit: number;
  readonly timeout: number;
  readonly ids: readonly string[];
  /** When it ended, for whatever reason. */
  endedAt?: number;
  aborted?: boolean;
  /** Ids of the events in the answer, once it reached the client. */
  delivered?: readonly string[];
}

/** One process's way to the platform. */
export interface Connection extends Transport {
  /** Requests under way, as far as the process knows. */
  readonly open: number;
  /** Polls among them. */
  readonly polls: number;
  /** The process is gone: nothing it sends arrives, nothing is answered; its waiting polls may be noticed as gone or not. */
  crash(noticed: boolean): void;
}

interface Waiting {
  readonly limit: number;
  deliver(events: readonly PlatformEvent[]): void;
  expire(status: number): void;
}

/**
 * The platform by the manual, as a transport on virtual time: sections 3.2 and 3.4 in a hundred lines, with no code of what it tests and
 * none of the sandbox.
 */
export class VirtualPlatform {
  readonly clock: VirtualClock;
  readonly pending: PlatformEvent[] = [];
  readonly unconfirmed = new Map<string, PlatformEvent>();
  readonly confirmed = new Set<string>();
  readonly seen: Seen[] = [];
  /** Sees each request before it is served. */
  onRequest: (seen: Seen) => void = () => {};
  /** Sees each answer with events that is on its way back. */
  onDelivered: (seen: Seen) => void = () => {};
  /** Refuses to confirm these ids with status 400. */
  readonly refuses = new Set<string>();
  /** Answers a repeated confirmation with status 409. */
  strict = false;
  /** Does not hold polls. */
  answersAtOnce = false;
  /** Looked at before the faults in the queue. */
  always: (operation: Operation) => Fault | undefined = () => undefined;
  readonly #faults: Record<Operation, Fault[]> = { poll: [], sweep: [], confirm: [] };
  #waiting: Waiting[] = [];
  #count = 0;
  readonly #connections: Connection[] = [];

  constructor(clock: VirtualClock) {
    this.clock = clock;
  }

  /** Publishes events; their ids. */
  publish(code: string, data: unknown = {}, count = 1): string[] {
    const ids: string[] = [];
    for (let i = 0; i < count; i += 1) {
      const id = (this.#count += 1).toString(16).padStart(32, '0');
      this.pending.push({ id, code, producer: 'service', consumer: ['partner'], data });
      ids.push(id);
    }
    this.#deal();
    return ids;
  }

  /** Publishes an event and hands it out to somebody who is gone. */
  leaveBehind(code: string, data: unknown = {}, count = 1): string[] {
    for (let i = 0; i < count; i += 1) {
      const id = (this.#count += 1).toString(16).padStart(32, '0');
      this.unconfirmed.set(id, { id, code, producer: 'service', consumer: ['partner'], data });
    }
    return [...this.unconfirmed.keys()].slice(-count);
  }

  /** The next requests of this kind meet these. */
  fault(operation: Operation, ...faults: readonly Fault[]): void {
    this.#faults[operation].push(...faults);
  }

  /** Ends every poll that waits with this status, as a gateway does that has waited long enough. */
  expire(status: number): void {
    for (const { expire } of this.#waiting) expire(status);
  }

  clearFaults(): void {
    for (const faults of Object.values(this.#faults)) faults.length = 0;
    this.always = () => undefined;
  }

  of(operation: Operation): Seen[] {
    return this.seen.filter((seen) => seen.operation === operation);
  }

  /** Requests under way over all connections, as far as the clients know. */
  get open(): number {
    return this.#connections.reduce((sum, { open }) => sum + open, 0);
  }

  /** Opens a way for one process. */
  connect(): Connection {
    const gone = new AbortController();
    let [open, polls, dead] = [0, 0, false];
    const connection: Connection = {
      name: 'virtual',
      get open() {
        return open;
      },
      get polls() {
        return polls;
      },
      send: async (request) => {
        if (dead) return await new Promise<never>(() => {});
        const seen = this.#see(request, connection);
        this.seen.push(seen);
        this.onRequest(seen);
        const poll = seen.operation === 'poll' ? 1 : 0;
        open += 1;
        polls += poll;
        let counts = true;
        const end = (): void => {
          if (!counts) return;
          counts = false;
          open -= 1;
          polls -= poll;
          seen.endedAt = this.clock.now();
        };
        // Dropped is dropped, whether the other side notices or not.
        request.signal.addEventListener('abort', end, { once: true });
        try {
          const response = await this.#serve(seen, request.signal, gone.signal);
          if (dead) return await new Promise<never>(() => {});
          return response;
        } finally {
          end();
        }
      },
      close: () => Promise.resolve(),
      crash: (noticed) => {
        dead = true;
        if (noticed) gone.abort();
      },
    };
    this.#connections.push(connection);
    return connection;
  }

  async #serve(seen: Seen, signal: AbortSignal, gone: AbortSignal): Promise<TransportResponse> {
    const fault = this.always(seen.operation) ?? this.#faults[seen.operation].shift();
    const aborted = new Promise<never>((_, reject) => {
      const abort = (): void => {
        seen.aborted = true;
        if (fault?.kind !== 'hang' || fault.deaf !== true) reject(signal.reason);
      };
      if (signal.aborted) abort();
      else signal.addEventListener('abort', abort, { once: true });
    });
    // It may abort after the answer, when nobody listens any more.
    aborted.catch(() => {});
    if (fault?.kind === 'refuse') throw new TransportFailure('ECONNREFUSED', { neverSent: true });
    if (fault?.kind === 'reset' && !fault.after) throw new TransportFailure('ECONNRESET', {});
    if (fault?.kind === 'status') return answer(fault.status, { status: fault.status }, fault.retryAfter);
    if (fault?.kind === 'hang') return await aborted;
    if (fault?.kind === 'deaf') return await this.#answer(seen, [], true);
    const noticed = fault?.kind === 'die' ? [] : [signal, gone];
    const effect = this.#answer(seen, noticed, fault === undefined);
    if (fault?.kind === 'die') return await Promise.race([this.#dies(fault.ageMs, fault.reason), aborted]);
    const body = await Promise.race([effect, aborted]);
    if (fault?.kind === 'reset') throw new TransportFailure('ECONNRESET', {});
    if (fault?.kind === 'body') return respond(fault.status ?? 200, fault.body);
    return body;
  }

  #dies(ageMs: number, reason = 'UND_ERR_SOCKET'): Promise<never> {
    return new Promise((_, reject) => {
      this.clock.schedule(ageMs, () => reject(new TransportFailure(reason, {})));
    });
  }

  async #answer(seen: Seen, noticed: readonly AbortSignal[], arrives: boolean): Promise<TransportResponse> {
    if (seen.operation === 'confirm') return this.#confirm(seen.ids);
    const events =
      seen.operation === 'sweep'
        ? [...this.unconfirmed.values()].slice(0, seen.limit)
        : await this.#take(seen.limit, seen.timeout * 1_000, noticed);
    if (typeof events === 'number') return answer(events, { status: events });
    if (arrives) {
      seen.delivered = events.map(({ id }) => id);
      this.onDelivered(seen);
    }
    return answer(200, { status: 200, type: 'about:blank', events });
  }

  #confirm(ids: readonly string[]): TransportResponse {
    if (ids.some((id) => this.refuses.has(id))) return answer(400, { status: 400, title: 'Нельзя' });
    if (this.strict && ids.some((id) => this.confirmed.has(id))) return answer(409, { status: 409 });
    let count = 0;
    for (const id of ids) {
      if (!this.unconfirmed.delete(id)) continue;
      this.confirmed.add(id);
      count += 1;
    }
    return answer(200, { status: 200, count });
  }

  #take(
    limit: number,
    ms: number,
    noticed: readonly AbortSignal[],
  ): Promise<readonly PlatformEvent[] | number> {
    if (this.answersAtOnce && this.pending.length === 0) return Promise.resolve([]);
    return new Promise((resolve) => {
      const waiting: Waiting = {
        limit,
        deliver: (events) => end(events),
        expire: (status) => end(status),
      };
      const end = (result: readonly PlatformEvent[] | number): void => {
        cancel();
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
        if (typeof result !== 'number') for (const event of result) this.unconfirmed.set(event.id, event);
        resolve(result);
      };
      const cancel = this.clock.schedule(ms, () => waiting.deliver([]));
      this.#waiting.push(waiting);
      for (const signal of noticed)
        signal.addEventListener('abort', () => waiting.deliver([]), { once: true });
      this.#deal();
    });
  }

  #deal(): void {
    while (this.pending.length > 0) {
      const [waiting] = this.#waiting;
      if (waiting === undefined) return;
      waiting.deliver(this.pending.splice(0, waiting.limit));
    }
  }

  #see(request: TransportRequest, from: Connection): Seen {
    const url = new URL(request.url);
    const at = this.clock.now();
    if (request.method === 'POST') {
      const { events_id: ids } = JSON.parse(typeof request.body === 'string' ? request.body : '');
      return { from, operation: 'confirm', at, limit: 0, timeout: 0, ids };
    }
    const limit = Number(url.searchParams.get('limit'));
    const timeout = Number(url.searchParams.get('timeout'));
    const operation = url.searchParams.get('unconfirmed') === 'true' ? 'sweep' : 'poll';
    return { from, operation, at, limit, timeout, ids: [] };
  }
}

function answer(status: number, body: unknown, retryAfter?: string): TransportResponse {
  return respond(status, JSON.stringify(body), retryAfter);
}

function respond(status: number, text: string, retryAfter?: string): TransportResponse {
  const bytes = Buffer.from(text);
  return {
    status,
    headers: {
      'content-type': 'application/json',
      ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
    },
    body: {
      read: () => Promise.resolve({ bytes, truncated: false }),
      async *stream() {
        yield bytes;
      },
      discard: () => {},
    },
  };
}
