import { channel, type Channel } from 'node:diagnostics_channel';
import type { Logger } from '@partner-apis/core';
import type {
  ForwarderHooks,
  ForwarderObservers,
  ForwarderSignalName,
  ForwarderSignals,
  PutInfo,
} from './signals.ts';

const channels = new Map<ForwarderSignalName, Channel>();

/** Name of the diagnostics channel of a signal: `partner-apis:forward:put`. */
function channelOf(name: ForwarderSignalName): Channel {
  const found = channels.get(name) ?? channel(`partner-apis:forward:${name}`);
  channels.set(name, found);
  return found;
}

/** Tells the user's hooks, the diagnostics channels and the log. Nothing that they do comes back. */
export class Observer {
  readonly #hooks: ForwarderHooks;
  readonly #logger: Logger;
  readonly #forwarder: object;

  constructor(hooks: ForwarderHooks, logger: Logger, forwarder: object) {
    this.#hooks = hooks;
    this.#logger = logger;
    this.#forwarder = forwarder;
  }

  /** Sends one signal to everybody who listens. */
  tell<Name extends ForwarderSignalName>(name: Name, signal: ForwarderSignals[Name]): void {
    const target = channelOf(name);
    if (target.hasSubscribers) target.publish({ forwarder: this.#forwarder, ...signal });
    const observers: ForwarderObservers = this.#hooks;
    const hook = observers[name];
    if (hook !== undefined) this.#guard(`hooks.${name}`, () => hook.call(observers, signal));
  }

  /** Writes a sentence to the log. */
  report(level: 'debug' | 'info' | 'warn' | 'error', message: string, fields: object = {}): void {
    this.#logger[level](fields, `Forwarder: ${message}`);
  }

  /** The user's `around` hook wraps a put for context and timing, and can neither change nor hold up what comes of it. */
  around<T>(put: PutInfo, work: (headers: Readonly<Record<string, string>>) => Promise<T>): Promise<T> {
    const { around } = this.#hooks;
    if (around === undefined) return work({});
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    let failure: { readonly error: unknown } | undefined;
    let started: Promise<void> | undefined;
    const begin = (headers: Readonly<Record<string, string>> = {}): Promise<void> => {
      started ??= work(headers).then(resolve, (error: unknown) => {
        failure = { error };
        reject(error);
        throw error;
      });
      // Whoever calls next() may look at it or not.
      started.catch(() => undefined);
      return started;
    };
    this.#guard('hooks.around', async () => {
      try {
        await around.call(this.#hooks, put, begin);
      } catch (error) {
        if (failure?.error !== error || started === undefined) throw error;
      } finally {
        void begin();
      }
    });
    return promise;
  }

  #guard(what: string, run: () => unknown): void {
    const failed = (error: unknown): void =>
      this.report('error', `${what} threw; the forwarder goes on without it.`, { err: error });
    try {
      const result = run();
      if (result instanceof Promise) result.catch(failed);
    } catch (error) {
      failed(error);
    }
  }
}
