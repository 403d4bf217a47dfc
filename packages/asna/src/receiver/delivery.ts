import { type Clock, ConfigurationError, type Logger } from '@partner-apis/core';
import { dedupeKey, type WebhookDedupe } from './dedupe.ts';
import { memoryDedupe } from './memory-dedupe.ts';
import type { WebhookHandler, WebhookReceiverOptions } from './receiver-options.ts';
import { Running } from './running.ts';
import type { AnswerName } from './webhook-answer.ts';
import type { WebhookEvent } from './webhook-event.ts';

const DEFAULT_HANDLER_TIMEOUT_MS = 30_000;

/** Brings a verified event to its handler, once. */
export class Delivery {
  readonly #options: WebhookReceiverOptions;
  readonly #logger: Logger;
  readonly #dedupe: WebhookDedupe;
  readonly #running: Running;
  readonly #handlers = new Map<string, WebhookHandler>();
  #stopping = false;

  constructor(options: WebhookReceiverOptions, logger: Logger, clock: Clock) {
    this.#options = options;
    this.#logger = logger;
    this.#dedupe = options.dedupe ?? memoryDedupe({ clock });
    this.#running = new Running(clock);
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  on(event: string, handler: WebhookHandler): void {
    if (typeof event !== 'string' || event === '' || typeof handler !== 'function')
      throw new ConfigurationError('ASNA webhook receiver: on() takes an event name and a function.');
    if (this.#handlers.has(event))
      throw new ConfigurationError(`ASNA webhook receiver: ${event} has a handler already.`);
    this.#handlers.set(event, handler);
  }

  /** Hands the event over and says how to answer. Never rejects. */
  async deliver(event: WebhookEvent): Promise<AnswerName> {
    if (this.#stopping) return 'stopping';
    const key = dedupeKey(event);
    // A handler that runs longer than the lease of its claim still has it, as far as this process is concerned.
    if (this.#running.has(key)) return 'busy';
    const timeoutMs = this.#options.handlerTimeoutMs ?? DEFAULT_HANDLER_TIMEOUT_MS;
    const name = await this.#running.run(key, timeoutMs, (signal) => this.#claimAndRun(key, event, signal));
    const level = name === 'failed' || name === 'late' ? 'error' : 'debug';
    this.#logger[level](fieldsOf(event), `ASNA webhook ${name}`);
    return name;
  }

  /** No new work; resolves when the running handlers are done, or after `drainMs`. */
  stop(drainMs?: number): Promise<void> {
    this.#stopping = true;
    return this.#running.drain(drainMs);
  }

  async #claimAndRun(key: string, event: WebhookEvent, signal: AbortSignal): Promise<AnswerName> {
    try {
      const claim = await this.#dedupe.claim(key);
      if (claim !== 'claimed') return claim === 'done' ? 'duplicate' : 'busy';
    } catch (error) {
      this.#report(error, event, 'the store of handled webhooks failed, so it was not handled');
      return 'failed';
    }
    try {
      await this.#options.onEvent?.(event, { signal });
      await this.#handlerFor(event)(event, { signal });
    } catch (error) {
      this.#report(error, event, 'its handler failed');
      await this.#quietly(() => this.#dedupe.forget(key), event);
      return 'failed';
    }
    // Handled is handled: when that cannot be noted, asking the sender to repeat it would only do it twice.
    await this.#quietly(() => this.#dedupe.done(key), event);
    return 'handled';
  }

  #handlerFor(event: WebhookEvent): WebhookHandler {
    const handler = this.#handlers.get(event.Event) ?? this.#options.onUnknown;
    if (handler !== undefined) return handler;
    return () => this.#logger.warn(fieldsOf(event), `ASNA webhook ${event.Event} has no handler, accepted`);
  }

  async #quietly(note: () => Promise<void>, event: WebhookEvent): Promise<void> {
    try {
      await note();
    } catch (error) {
      this.#report(error, event, 'what became of it could not be noted');
    }
  }

  #report(err: unknown, event: WebhookEvent, what: string): void {
    this.#logger.error({ ...fieldsOf(event), err }, `ASNA webhook ${event.Event}: ${what}`);
  }
}

function fieldsOf({ Event, MessageId, ClientId }: WebhookEvent): object {
  return { vendor: 'asna', event: Event, messageId: MessageId, clientId: ClientId };
}
