import type { AnswerName } from './webhook-answer.ts';

/**
 * What became of a request: an event was `handled`, known already (`duplicate`), or is to come again because its handler `failed`, took too long
 * (`late`) or asked for it (`later`), because it is at work already (`busy`) or the receiver is `stopping`. `failed` stands also where the keys or
 * the store of handled webhooks could not be had. Refused before it was an event: `signature`, `payload`, `path`, `method`, `slow`, `large`.
 * `gone`: its sender went away before its body was there.
 */
export type WebhookOutcome = AnswerName | 'gone';

/** One request that a receiver is done with. Never the body, and no word of a request whose signature was not verified. */
export interface AnsweredWebhook {
  /** What became of it. */
  readonly outcome: WebhookOutcome;
  /** Status of the answer; undefined where nobody was left to answer. */
  readonly status: number | undefined;
  /** Name of the event, such as `stocks_full`; undefined where the request was none. */
  readonly event: string | undefined;
  /** From the verified event to its answer, in milliseconds; undefined where the request was no event. */
  readonly durationMs: number | undefined;
}

/** Observers of a receiver. They are told after the fact and cannot change it: what they throw or reject with is logged and goes no further. */
export interface WebhookHooks {
  /** A request is answered, or its sender has gone. */
  readonly answered?: (webhook: AnsweredWebhook) => unknown;
}

/** How a receiver is doing. */
export interface WebhookReceiverHealth {
  /** `stopping` from `stop()` on: new webhooks get 503. */
  readonly state: 'running' | 'stopping';
  /** Whether webhooks are accepted. */
  readonly live: boolean;
  /** Webhooks whose handlers are at work, those past `handlerTimeoutMs` among them. */
  readonly inFlight: number;
  /** When an event was last verified, in epoch milliseconds; undefined before the first. */
  readonly lastEventAt: number | undefined;
}
