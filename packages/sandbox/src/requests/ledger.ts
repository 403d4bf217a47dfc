import type { FaultKind } from '../faults/fault.ts';
import { Details } from './details.ts';

/** What became of a request: still open, answered, given up by the client, or ended by a fault on the connection. */
export type Outcome = 'open' | 'answered' | 'aborted' | 'broken';

/** One request as the vendor saw it. */
export interface RecordedRequest {
  /** 1 for the first request since the last reset. */
  readonly number: number;
  /** Whose request: `astral`, `stormwall`, `asna`, `reestro`. */
  readonly vendor: string;
  /** Operation id such as `events.poll`; absent when no operation has this method and path. */
  readonly operation?: string;
  /** HTTP method. */
  readonly method: string;
  /** Path, without the query. */
  readonly path: string;
  /** Query; a key that is repeated has a list. */
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  /** Lower-case names; the value of a header that carries a secret is `***`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Who sent it, when the key was right. */
  readonly participant?: string;
  /** The body, when it was JSON of at most 64 KiB. */
  readonly json?: unknown;
  /** Status of the answer; absent while there is none. */
  readonly status?: number;
  /** The injected fault that this request met. */
  readonly fault?: FaultKind;
  /** What became of it. */
  readonly outcome: Outcome;
  /** Epoch milliseconds by the sandbox's clock. */
  readonly at: number;
  /** Milliseconds until the answer was ready or the request ended without one. */
  readonly durationMs?: number;
}

/** The same while the request is being served. */
export type OpenRecord = { -readonly [K in keyof RecordedRequest]: RecordedRequest[K] };

/** Which requests to list; what is left out is not compared. */
export interface RequestFilter {
  /** Whose requests. */
  vendor?: string;
  /** Operation id. */
  operation?: string;
  /** HTTP method. */
  method?: string;
  /** Path, without the query. */
  path?: string;
  /** HTTP status of the answer. */
  status?: number;
  /** What became of them. */
  outcome?: Outcome;
}

/** The last requests received, bounded so that a benchmark cannot fill the memory with them. */
export class Ledger {
  #records: OpenRecord[] = [];
  #count = 0;
  readonly #size: number;
  /** Bodies, for whoever looks at them. */
  readonly details = new Details();
  readonly #clearListeners = new Set<() => void>();
  readonly #listeners = new Set<(request: RecordedRequest) => void>();

  constructor(size: number) {
    this.#size = size;
  }

  open(record: Omit<OpenRecord, 'number' | 'outcome'>): OpenRecord {
    const opened: OpenRecord = { ...record, number: ++this.#count, outcome: 'open' };
    this.#records.push(opened);
    // Trimmed in halves: shifting one by one would cost a copy of the list on every request.
    if (this.#records.length >= this.#size * 2) this.#records = this.#records.slice(-this.#size);
    this.#tell(opened);
    return opened;
  }

  /** Says that a request has got its answer, or will not get one. */
  settle(record: OpenRecord): void {
    this.#tell(record);
  }

  /** Calls back for every request, when it comes in and when it is settled; returns how to stop that. */
  onRequest(listener: (request: RecordedRequest) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  list(filter: RequestFilter = {}): RecordedRequest[] {
    return this.#records
      .slice(-this.#size)
      .filter((record) => matches(record, filter))
      .map((record) => ({ ...record }));
  }

  clear(): void {
    this.#records = [];
    this.#count = 0;
    this.details.clear();
    for (const listener of this.#clearListeners) listener();
  }

  /** Calls back when everything was forgotten; returns how to stop that. */
  onClear(listener: () => void): () => void {
    this.#clearListeners.add(listener);
    return () => this.#clearListeners.delete(listener);
  }

  /** One request, while it is remembered. */
  get(number: number): RecordedRequest | undefined {
    return this.#records[number - (this.#records[0]?.number ?? 0)];
  }

  #tell(record: OpenRecord): void {
    for (const listener of this.#listeners) {
      try {
        listener({ ...record });
      } catch (error) {
        // Who looks on must not change what a client gets.
        process.emitWarning(error instanceof Error ? error : String(error));
      }
    }
  }
}

function matches(record: RecordedRequest, filter: RequestFilter): boolean {
  const { vendor, operation, method, path, status, outcome } = filter;
  return (
    (vendor === undefined || record.vendor === vendor) &&
    (operation === undefined || record.operation === operation) &&
    (method === undefined || record.method === method) &&
    (path === undefined || record.path === path) &&
    (status === undefined || record.status === status) &&
    (outcome === undefined || record.outcome === outcome)
  );
}

/** Names of headers that carry a secret of whoever sends them, such as a gateway's. */
const SECRET_NAME = /secret|password|token|session|credential|api-?key/i;

/** Headers as they may be shown: the values of secret ones masked. */
export function maskHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  secret: ReadonlySet<string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      secret.has(name) || SECRET_NAME.test(name) ? '***' : String(value),
    ]),
  );
}

/** Query parameters; a repeated one is a list. */
export function readQuery(search: URLSearchParams): Record<string, string | string[]> {
  const query = new Map<string, string | string[]>();
  for (const [name, value] of search) {
    const known = query.get(name);
    query.set(name, known === undefined ? value : [known, value].flat());
  }
  return Object.fromEntries(query);
}
