import {
  type Transport,
  TransportFailure,
  type TransportRequest,
  type TransportResponse,
} from '@partner-apis/astral';
import type { VirtualClock } from './virtual-clock.ts';

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
  | { readonly kind: 'die'; readonly ageMs: number }
  /** No answer, ever; a deaf one does not even end when its signal aborts. */
  | { readonly kind: 'hang'; readonly deaf?: boolean }
  /** An answer that means failure. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  /** An answer with this body instead of the right one, after its effect. */
  | { readonly kind: 'body'; readonly body: string; readonly status?: number };

/** One request as the platform saw it. */
export interface Seen {
  readonly operation: Operation;
  readonly at: number;
  readonly limit: number;
  readonly timeout: number;
  readonly ids: readonly string[];
  /** When it ended, for whatever reason. */
  endedAt?: number;
  aborted?: boolean;
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
export class VirtualPlatform implements Transport {
  readonly name = 'virtual';
  readonly clock: VirtualClock;
  readonly pending: PlatformEvent[] = [];
  readonly unconfirmed = new Map<string, PlatformEvent>();
  readonly confirmed = new Set<string>();
  readonly seen: Seen[] = [];
  /** Requests under way, as far as the client knows. */
  open = 0;
  /** Most polls under way at once, as far as the client knows. */
  mostPolls = 0;
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
  #polls = 0;
  #count = 0;

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

  async send(request: TransportRequest): Promise<TransportResponse> {
    const seen = this.#see(request);
    this.seen.push(seen);
    this.open += 1;
    if (seen.operation === 'poll') this.#polls += 1;
    this.mostPolls = Math.max(this.mostPolls, this.#polls);
    try {
      return await this.#serve(seen, request.signal);
    } finally {
      this.open -= 1;
      if (seen.operation === 'poll') this.#polls -= 1;
      seen.endedAt = this.clock.now();
    }
  }

  async close(): Promise<void> {}

  async #serve(seen: Seen, signal: AbortSignal): Promise<TransportResponse> {
    const fault = this.always(seen.operation) ?? this.#faults[seen.operation].shift();
    const aborted = new Promise<never>((_, reject) => {
      const abort = (): void => {
        seen.aborted = true;
        if (fault?.kind !== 'hang' || fault.deaf !== true) reject(signal.reason);
      };
      if (signal.aborted) abort();
      else signal.addEventListener('abort', abort, { once: true });
    });
    if (fault?.kind === 'refuse') throw new TransportFailure('ECONNREFUSED', { neverSent: true });
    if (fault?.kind === 'reset' && !fault.after) throw new TransportFailure('ECONNRESET', {});
    if (fault?.kind === 'status') return answer(fault.status, { status: fault.status }, fault.retryAfter);
    if (fault?.kind === 'hang') return await aborted;
    const effect = this.#answer(seen, fault?.kind === 'die' ? undefined : signal);
    if (fault?.kind === 'die') return await Promise.race([this.#dies(fault.ageMs), aborted]);
    const body = await Promise.race([effect, aborted]);
    if (fault?.kind === 'reset') throw new TransportFailure('ECONNRESET', {});
    if (fault?.kind === 'body') return respond(fault.status ?? 200, fault.body);
    return body;
  }

  #dies(ageMs: number): Promise<never> {
    return new Promise((_, reject) => {
      this.clock.schedule(ageMs, () => reject(new TransportFailure('UND_ERR_SOCKET', {})));
    });
  }

  async #answer(seen: Seen, signal: AbortSignal | undefined): Promise<TransportResponse> {
    if (seen.operation === 'confirm') return this.#confirm(seen.ids);
    const events =
      seen.operation === 'sweep'
        ? [...this.unconfirmed.values()].slice(0, seen.limit)
        : await this.#take(seen.limit, seen.timeout * 1_000, signal);
    if (typeof events === 'number') return answer(events, { status: events });
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
    signal: AbortSignal | undefined,
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
      signal?.addEventListener('abort', () => waiting.deliver([]), { once: true });
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

  #see(request: TransportRequest): Seen {
    const url = new URL(request.url);
    const at = this.clock.now();
    if (request.method === 'POST') {
      const { events_id: ids } = JSON.parse(typeof request.body === 'string' ? request.body : '');
      return { operation: 'confirm', at, limit: 0, timeout: 0, ids };
    }
    const limit = Number(url.searchParams.get('limit'));
    const timeout = Number(url.searchParams.get('timeout'));
    const operation = url.searchParams.get('unconfirmed') === 'true' ? 'sweep' : 'poll';
    return { operation, at, limit, timeout, ids: [] };
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
