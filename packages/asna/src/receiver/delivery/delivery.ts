import { type Clock, ConfigurationError } from '@partner-apis/core';
import { type DedupeBook, dedupeKey, type WebhookClaim } from '../dedupe/dedupe.ts';
import { memoryBook } from '../dedupe/memory-dedupe.ts';
import type { Happening, ReceiverLog } from '../receiver-log.ts';
import {
  Later,
  type WebhookContext,
  type WebhookHandler,
  type WebhookReceiverOptions,
} from '../receiver-options.ts';
import { proceed, type Soon } from '../soon.ts';
import { WebhooksInProgress } from './webhooks-in-progress.ts';
import type { AnswerName } from '../webhook-answer.ts';
import type { WebhookEvent } from '../webhook-event.ts';

const DEFAULT_HANDLER_TIMEOUT_MS = 30_000;

/** Brings a verified event to its handler, once. */
export class Delivery {
  readonly #options: WebhookReceiverOptions;
  readonly #log: ReceiverLog;
  readonly #dedupe: DedupeBook;
  readonly #running: WebhooksInProgress;
  readonly #handlers = new Map<string, WebhookHandler>();
  #rest: WebhookHandler | undefined;
  #stopping = false;

  constructor(options: WebhookReceiverOptions, log: ReceiverLog, clock: Clock) {
    this.#options = options;
    this.#rest = options.onUnknown;
    this.#log = log;
    this.#dedupe = options.dedupe ?? memoryBook({ clock });
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

  /** Hands the event over and says how to answer: at once where nothing has to be waited for. Neither throws nor rejects. */
  deliver(event: WebhookEvent): Soon<AnswerName> {
    if (this.#stopping) return this.#ended('stopping', event);
    const key = dedupeKey(event);
    // A handler that runs longer than the lease of its claim still has it, as far as this process is concerned.
    if (this.#running.has(key)) return this.#ended('busy', event);
    const timeoutMs = this.#options.handlerTimeoutMs ?? DEFAULT_HANDLER_TIMEOUT_MS;
    const name = this.#running.run(key, timeoutMs, (signal) => this.#claimAndRun(key, event, signal));
    if (typeof name === 'string') return name;
    return name.then((ended) => {
      if (ended === 'late') this.#log.late(event, timeoutMs);
      return ended;
    });
  }

  /** No new work; resolves when the running handlers are done, or after `drainMs`. */
  stop(drainMs?: number): Promise<void> {
    this.#stopping = true;
    return this.#running.drain(drainMs);
  }

  #claimAndRun(key: string, event: WebhookEvent, signal: AbortSignal): Soon<AnswerName> {
    return proceed<WebhookClaim, AnswerName>(
      () => this.#dedupe.claim(key),
      (claim) => {
        if (claim !== 'claimed') return this.#ended(claim === 'done' ? 'duplicate' : 'busy', event);
        return this.#run(key, event, { signal, later: () => new Later() });
      },
      (error) => {
        this.#log.event('notClaimed', event, error);
        return 'failed';
      },
    );
  }

  #run(key: string, event: WebhookEvent, context: WebhookContext): Soon<AnswerName> {
    const { onEvent } = this.#options;
    const handler = this.#handlers.get(event.Event) ?? this.#rest;
    return proceed(
      () => onEvent?.(event, context),
      () => this.#handle(key, event, context, handler),
      (error) => this.#failed('onEventFailed', key, event, error),
    );
  }

  #handle(
    key: string,
    event: WebhookEvent,
    context: WebhookContext,
    handler: WebhookHandler | undefined,
  ): Soon<AnswerName> {
    return proceed(
      () => handler?.(event, context),
      (result) => {
        if (result instanceof Later) return this.#forget(key, event, () => this.#ended('later', event));
        return this.#done(key, event, handler === undefined ? 'ignored' : 'handled');
      },
      (error) => this.#failed('handlerFailed', key, event, error),
    );
  }

  /** Handled is handled: when that cannot be noted, asking the sender to repeat it would only do it twice. */
  #done(key: string, event: WebhookEvent, how: 'handled' | 'ignored'): Soon<AnswerName> {
    return proceed<void, AnswerName>(
      () => this.#dedupe.done(key),
      () => {
        this.#log.event(how, event);
        return 'handled';
      },
      (error) => {
        this.#log.event('notNoted', event, error);
        return 'handled';
      },
    );
  }

  #failed(failing: Happening, key: string, event: WebhookEvent, error: unknown): Soon<AnswerName> {
    this.#log.event(failing, event, error);
    return this.#forget(key, event, () => 'failed');
  }

  /** Whoever comes next may claim it; `then` is what becomes of it here, whether or not that could be noted. */
  #forget(key: string, event: WebhookEvent, then: () => AnswerName): Soon<AnswerName> {
    return proceed(
      () => this.#dedupe.forget(key),
      then,
      (error) => {
        this.#log.event('notForgotten', event, error);
        return then();
      },
    );
  }

  #ended(name: AnswerName & Happening, event: WebhookEvent): AnswerName {
    this.#log.event(name, event);
    return name;
  }
}
