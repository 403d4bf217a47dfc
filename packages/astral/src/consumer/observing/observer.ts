import { channel, type Channel } from 'node:diagnostics_channel';
import type { Logger } from '@partner-apis/core/user';
import type { ConsumerHooks, ConsumerObservers, ConsumerSignals, SignalName } from './signals.ts';

const channels = new Map<SignalName, Channel>();

/** Name of the diagnostics channel of a signal: `partner-apis:astral:consumer:handled`. */
function channelOf(name: SignalName): Channel {
  let found = channels.get(name);
  if (found === undefined) {
    found = channel(`partner-apis:astral:consumer:${name}`);
    channels.set(name, found);
  }
  return found;
}

/** Tells the user's hooks, the diagnostics channels and the log. Nothing that they do comes back. */
export class Observer {
  readonly hooks: ConsumerHooks;
  readonly #logger: Logger;
  readonly #consumer: object;

  /** @param consumer - What channels name as the source of their messages. */
  constructor(hooks: ConsumerHooks, logger: Logger, consumer: object) {
    this.hooks = hooks;
    this.#logger = logger;
    this.#consumer = consumer;
  }

  /** Whether anybody listens: what comes with every event is not even put together where nobody does. */
  hears(name: SignalName): boolean {
    return channelOf(name).hasSubscribers || this.hooks[name] !== undefined;
  }

  /** Sends one signal to everybody who listens. */
  tell<Name extends SignalName>(name: Name, signal: ConsumerSignals[Name]): void {
    const target = channelOf(name);
    if (target.hasSubscribers) target.publish({ consumer: this.#consumer, ...signal });
    const observers: ConsumerObservers = this.hooks;
    const hook = observers[name];
    if (hook !== undefined) this.guard(`hooks.${name}`, () => hook.call(observers, signal));
  }

  /** Writes a sentence to the log. */
  report(level: 'debug' | 'info' | 'warn' | 'error', message: string, fields: object = {}): void {
    this.#logger[level]({ vendor: 'astral', ...fields }, `Astral.Platform consumer: ${message}`);
  }

  /** Runs code of the user whose failure is the user's own business. */
  guard(what: string, run: () => unknown): void {
    const failed = (error: unknown): void =>
      this.report('error', `${what} threw; the consumer goes on without it.`, { err: error });
    try {
      const result = run();
      if (result instanceof Promise) result.catch(failed);
    } catch (error) {
      failed(error);
    }
  }
}
