import { type Clock, ConfigurationError } from '@partner-apis/core';
import { dedupeKey, type WebhookDedupe } from '../dedupe/dedupe.ts';
import { memoryDedupe } from '../dedupe/memory-dedupe.ts';
import type { Happening, ReceiverLog } from '../receiver-log.ts';
import {
  Later,
  type WebhookContext,
  type WebhookHandler,
  type WebhookReceiverOptions,
} from '../receiver-options.ts';
import { WebhooksInProgress } from './webhooks-in-progress.ts';
import type { AnswerName } from '../webhook-answer.ts';
import type { WebhookEvent } from '../webhook-event.ts';

const DEFAULT_HANDLER_TIMEOUT_MS = 30_000;

/** Brings a verified event to its handler, once. */
export class Delivery {
  readonly #options: WebhookReceiverOptions;
  readonly #log: ReceiverLog;
  readonly #dedupe: WebhookDedupe;
  readonly #running: WebhooksInProgress;
  readonly #handlers = new Map<string, WebhookHandler>();
  #rest: WebhookHandler | undefined;
  #stopping = false;

  constructor(options: WebhookReceiverOptions, log: ReceiverLog, clock: Clock) {
    this.#options = options;
    this.#rest = options.onUnknown;
    this.#log = log;
    this.#dedupe = options.dedupe ?? memoryDedupe({ clock });
    this.#running = new WebhooksInProgress(clock);
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  get inFlight(): number {
    return this.#running.size;
  }

  on(event: string, handler: WebhookHandler): void {
    if (typeof event !== 'string' || event === '' || typeof handler !== 'function')
      throw new ConfigurationError('ASNA webhook receiver: on() takes an event name and a function.');
    if (this.#handlers.has(event))
      throw new ConfigurationError(`ASNA webhook receiver: ${event} has a handler already.`);
    this.#handlers.set(event, handler);
  }

  otherwise(handler: WebhookHandler): void {
    if (typeof handler !== 'function')
      throw new ConfigurationError('ASNA webhook receiver: otherwise() takes a function.');
    if (this.#rest !== undefined)
      throw new ConfigurationError(
        'ASNA webhook receiver: events without a handler have one already (onUnknown or otherwise()).',
      );
    this.#rest = handler;
  }

  /** Hands the event over and says how to answer. Never rejects. */
  async deliver(event: WebhookEvent): Promise<AnswerName> {
    if (this.#stopping) return this.#ended('stopping', event);
    const key = dedupeKey(event);
    // A handler that runs longer than the lease of its claim still has it, as far as this process is concerned.
    if (this.#running.has(key)) return this.#ended('busy', event);
    const timeoutMs = this.#options.handlerTimeoutMs ?? DEFAULT_HANDLER_TIMEOUT_MS;
    const name = await this.#running.run(key, timeoutMs, (signal) => this.#claimAndRun(key, event, signal));
    if (name === 'late') this.#log.late(event, timeoutMs);
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
      if (claim !== 'claimed') return this.#ended(claim === 'done' ? 'duplicate' : 'busy', event);
    } catch (error) {
      this.#log.event('notClaimed', event, error);
      return 'failed';
    }
    const { onEvent } = this.#options;
    const handler = this.#handlers.get(event.Event) ?? this.#rest;
    const context: WebhookContext = { signal, later: () => new Later() };
    let failing: Happening = 'onEventFailed';
    try {
      await onEvent?.(event, context);
      failing = 'handlerFailed';
      if ((await handler?.(event, context)) instanceof Later) {
        await this.#noted('notForgotten', event, () => this.#dedupe.forget(key));
        return this.#ended('later', event);
      }
    } catch (error) {
      this.#log.event(failing, event, error);
      await this.#noted('notForgotten', event, () => this.#dedupe.forget(key));
      return 'failed';
    }
    // Handled is handled: when that cannot be noted, asking the sender to repeat it would only do it twice.
    if (await this.#noted('notNoted', event, () => this.#dedupe.done(key)))
      this.#log.event(handler === undefined ? 'ignored' : 'handled', event);
    return 'handled';
  }

  #ended(name: AnswerName & Happening, event: WebhookEvent): AnswerName {
    this.#log.event(name, event);
    return name;
  }

  async #noted(failing: Happening, event: WebhookEvent, note: () => Promise<void>): Promise<boolean> {
    try {
      await note();
      return true;
    } catch (error) {
      this.#log.event(failing, event, error);
      return false;
    }
  }
}
