import { ConfigurationError } from '@partner-apis/core/user';
import type { Caller } from '@partner-apis/core/vendor';
import type { Delivery } from './handling/delivery.ts';
import { consumerLoop } from './loading.ts';
import { type ConsumerOptions, settingsOf } from './options.ts';
import type { Pull } from './pulling/pull.ts';

/** Options of `astral.events.stream()`: those of a consumer but for what only push style has. */
export type StreamOptions = Omit<ConsumerOptions, 'retry' | 'signals'>;

/** What a client stops before it closes. */
export interface Stoppable {
  stop(): Promise<unknown>;
}

/** Events in pull style; to be iterated once. */
export interface EventStream extends AsyncIterable<Delivery> {
  /** Starts it. Leaving the loop stops it and gives back what was not confirmed. */
  [Symbol.asyncIterator](): AsyncIterator<Delivery, undefined>;
}

/**
 * The consumer's engine behind a `for await` loop. It starts with the first turn of the loop. Leaving the loop stops it: what was not
 * confirmed is released. A fatal error ends the loop by throwing; aborting `signal` ends it without.
 *
 * @throws ConfigurationError for options that cannot work.
 */
export function streamEvents(client: Caller, options: StreamOptions, running: Set<Stoppable>): EventStream {
  const settings = settingsOf({ ...options, retry: { retries: 0 } }, client.runtime);
  let taken = false;
  return {
    [Symbol.asyncIterator]() {
      if (taken)
        throw new ConfigurationError('A stream of events can be iterated once: call stream() again.');
      taken = true;
      return new Turns(running, settings.signal, async () => {
        const { Pull } = await consumerLoop();
        return () => new Pull(client, settings, this);
      });
    },
  };
}

const OVER: IteratorResult<Delivery, undefined> = { done: true, value: undefined };

/** The turns of the loop; what they are pulled with is loaded with the first. */
class Turns implements AsyncIterator<Delivery, undefined>, Stoppable {
  readonly #running: Set<Stoppable>;
  readonly #signal: AbortSignal | undefined;
  readonly #load: () => Promise<() => Pull>;
  #pull: Promise<Pull | undefined> | undefined;
  #made: Pull | undefined;
  /** Left or stopped, which may be before there is anything to stop. */
  #over = false;
  /** Why it could not begin; for one turn, after which the loop is simply over. */
  #failed: { readonly error: unknown } | undefined;

  /** @param load - Gets what makes the pull, which nothing has been asked with yet. */
  constructor(running: Set<Stoppable>, signal: AbortSignal | undefined, load: () => Promise<() => Pull>) {
    this.#running = running;
    this.#signal = signal;
    this.#load = load;
    running.add(this);
  }

  async next(): Promise<IteratorResult<Delivery, undefined>> {
    const pull = await (this.#pull ??= this.#begin());
    if (pull !== undefined) return pull.next();
    const failed = this.#failed;
    this.#failed = undefined;
    if (failed !== undefined) throw failed.error;
    return OVER;
  }

  async return(): Promise<IteratorResult<Delivery, undefined>> {
    this.#end();
    return (await this.#pull)?.return() ?? OVER;
  }

  /** Does not wait for what is still being loaded: nothing has been asked with it, nor will be. */
  async stop(): Promise<void> {
    this.#end();
    await this.#made?.stop();
  }

  #end(): void {
    this.#over = true;
    // Nothing has begun, so there is nothing else to end.
    if (this.#pull === undefined) this.#running.delete(this);
  }

  /** The pull, or undefined where it was left or stopped meanwhile, or could not be loaded. */
  async #begin(): Promise<Pull | undefined> {
    const forget = (): void => void this.#running.delete(this);
    try {
      const make = this.#over ? undefined : await this.#load();
      if (make === undefined || this.#over) {
        forget();
        return undefined;
      }
      const pull = make();
      this.#made = pull;
      pull.done.then(forget, forget);
      return pull;
    } catch (error) {
      forget();
      if (!this.#over && this.#signal?.aborted !== true) this.#failed = { error };
      return undefined;
    }
  }
}
