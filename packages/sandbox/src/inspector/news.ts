import { randomBytes } from 'node:crypto';
import type { Inspected, Watch } from './watch.ts';

/** How many events can be made up for after a connection broke. */
const REMEMBERED = 2000;

/** How often the state is compared with what was told, while anybody listens: it also changes from within the process. */
const LOOK_EVERY_MS = 250;

/** How often a silent stream says that it is there. */
const HEARTBEAT_MS = 15_000;

type Item = { readonly kind: 'request'; readonly number: number } | { readonly kind: 'state' | 'reset' };

/**
 * What happens, as server-sent events. Each listener has a place in one bounded list and takes from it at its own pace, so that a slow one
 * costs nothing; one that falls far behind misses what has left the list.
 */
export class News {
  readonly #inspected: Inspected;
  readonly #watch: Watch;
  /** Ids of another process's events mean nothing here. */
  readonly #run = randomBytes(4).toString('hex');
  readonly #stop: (() => void)[];
  #items: Item[] = [];
  /** Number of the first item that is still in the list. */
  #first = 0;
  #told = '';
  #listeners = 0;
  #timer: NodeJS.Timeout | undefined;
  #wake = Promise.withResolvers<void>();

  constructor(inspected: Inspected, watch: Watch) {
    this.#inspected = inspected;
    this.#watch = watch;
    const { ledger } = inspected.stage;
    this.#stop = [
      ledger.onRequest(({ number }) => this.#add({ kind: 'request', number })),
      ledger.onClear(() => {
        this.#add({ kind: 'reset' });
      }),
    ];
  }

  /** The stream from after an event on, or from now on; ends with the signal. */
  async *listen(lastEventId: string | undefined, signal: AbortSignal): AsyncGenerator<string, void> {
    let next = this.#placeAfter(lastEventId);
    this.#listeners += 1;
    this.#timer ??= setInterval(() => this.#look(), LOOK_EVERY_MS).unref();
    const end = (): void => this.#ring();
    signal.addEventListener('abort', end, { once: true });
    try {
      // Whoever comes in has the state at once; the id leaves the place where it is.
      yield message('state', this.#watch.state(), this.#id(next - 1));
      while (!signal.aborted) {
        next = Math.max(next, this.#first);
        const item = this.#items[next - this.#first];
        if (item === undefined) {
          if (await this.#silent()) yield ': here\n\n';
          continue;
        }
        const data = this.#dataOf(item);
        if (data !== undefined) yield message(item.kind, data, this.#id(next));
        next += 1;
      }
    } finally {
      signal.removeEventListener('abort', end);
      this.#listeners -= 1;
      if (this.#listeners === 0) {
        clearInterval(this.#timer);
        this.#timer = undefined;
      }
    }
  }

  /** Compares the state with what was told, and tells what changed. */
  touch(): void {
    this.#look();
  }

  close(): void {
    for (const stop of this.#stop) stop();
    clearInterval(this.#timer);
    this.#ring();
  }

  #look(): void {
    const { now: _, ...state } = this.#watch.state();
    // How far the clock was moved belongs to what is told, how it goes by itself does not.
    const moved = Math.round((this.#inspected.sandbox.clock.now() - Date.now()) / 1000);
    const text = JSON.stringify([state, moved]);
    if (text === this.#told) return;
    this.#told = text;
    this.#add({ kind: 'state' });
  }

  #add(item: Item): void {
    this.#items.push(item);
    if (this.#items.length >= REMEMBERED * 2) {
      this.#first += this.#items.length - REMEMBERED;
      this.#items = this.#items.slice(-REMEMBERED);
    }
    this.#ring();
  }

  /** Wakes everybody who waits. */
  #ring(): void {
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }

  /** Waits for the next item; true when none came for long. */
  async #silent(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(true), HEARTBEAT_MS).unref();
    });
    const silent = await Promise.race([silence, this.#wake.promise.then(() => false)]);
    clearTimeout(timer);
    return silent;
  }

  /** Undefined for a request that is not remembered any more. */
  #dataOf(item: Item): unknown {
    if (item.kind === 'request') {
      const record = this.#inspected.stage.ledger.get(item.number);
      return record && this.#watch.mask.request(record);
    }
    return item.kind === 'state' ? this.#watch.state() : {};
  }

  #id(place: number): string {
    return `${this.#run}-${place}`;
  }

  #placeAfter(lastEventId: string | undefined): number {
    const [, run, place] = /^([0-9a-f]{8})-(-?\d{1,15})$/.exec(lastEventId ?? '') ?? [];
    const end = this.#first + this.#items.length;
    return run === this.#run ? Math.min(Number(place) + 1, end) : end;
  }
}

function message(event: string, data: unknown, id: string): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
