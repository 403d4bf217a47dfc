import { type Clock, ConfigurationError, type Logger } from '@partner-apis/core';
import { callable, describeIssues, issuesIn, once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import type { WebhookDedupe } from './dedupe/dedupe.ts';
import { secretList, type WebhookSecrets, type WebhookSecretSupplier } from './signature/secrets.ts';
import type { WebhookEvent } from './webhook-event.ts';
import type { WebhookHooks } from './webhook-hooks.ts';
import { membersOf } from '../api/members.ts';

/** What a handler asks for by returning it: made by `context.later()`. */
export class Later {
  /** Tells it from what else a handler may return. */
  readonly kind = 'later';
}

/** What a handler gets beside the event. */
export interface WebhookContext {
  /** Aborts at `handlerTimeoutMs`, and when `stop({ drainMs })` runs out of patience. */
  readonly signal: AbortSignal;
  /** `return context.later()`: not now. The sender gets 503 with Retry-After, and what comes then is no duplicate. */
  later(): Later;
}

/** Handles a webhook. ASNA gets 200 when it resolves, 503 when it resolves to `context.later()`, and 500 when it rejects. */
export type WebhookHandler<Event extends WebhookEvent = WebhookEvent> = (
  event: Event,
  context: WebhookContext,
) => unknown;

/** Options of `createWebhookReceiver`. */
export interface WebhookReceiverOptions {
  /** Keys of signatures: of `webhooks.getKey()`, or `webhooks.secretSupplier()`. One that fails answers 500. */
  readonly secrets: WebhookSecrets | WebhookSecretSupplier;
  /** Where it is remembered what was handled. Default `memoryDedupe()`. */
  readonly dedupe?: WebhookDedupe;
  /** Larger bodies get 413, without being read to their end. Default 262,144. */
  readonly maxBodyBytes?: number;
  /** For a body to arrive, in milliseconds; then 408. Default 10,000. */
  readonly bodyTimeoutMs?: number;
  /** For a handler, in milliseconds; then 503, while the handler goes on and keeps its claim. Default 30,000. */
  readonly handlerTimeoutMs?: number;
  /** The one path served, as the sender writes it; others get 404. Default: any. */
  readonly path?: string;
  /** Sees every event that is verified and new, before its handler. Default: nothing sees them. */
  readonly onEvent?: WebhookHandler;
  /** Gets the events without a handler of their own. Default: they are accepted, with a log line. */
  readonly onUnknown?: WebhookHandler;
  /** Observers, such as those of metrics. Default: none. */
  readonly hooks?: WebhookHooks;
  /** Default: silent. Gets ids, names and reasons, never bodies or keys. */
  readonly logger?: Logger;
  /** Time; a seam for tests. Default `systemClock`. */
  readonly clock?: Clock;
}

const milliseconds = once(() =>
  z.optional(
    z.custom((value) => typeof value === 'number' && value > 0, 'must be a number of milliseconds above 0'),
  ),
);

function withMethods(...names: string[]): z.ZodMiniType {
  return z.optional(
    z.custom(
      (value) => names.every((name) => typeof membersOf(value)[name] === 'function'),
      `must have ${names.join(', ')}`,
    ),
  );
}

const schema = once(() =>
  z.strictObject({
    secrets: z.unknown(),
    dedupe: withMethods('claim', 'done', 'forget'),
    maxBodyBytes: z.optional(z.int('must be an integer').check(z.gte(1, 'must be 1 or more'))),
    bodyTimeoutMs: milliseconds(),
    handlerTimeoutMs: milliseconds(),
    path: z.optional(z.string().check(z.startsWith('/', 'must start with "/"'))),
    onEvent: z.optional(callable),
    onUnknown: z.optional(callable),
    logger: withMethods('debug', 'info', 'warn', 'error'),
    clock: withMethods('now', 'schedule'),
    hooks: z.optional(z.strictObject({ answered: z.optional(callable) })),
  }),
);

/** Checks the options. Throws ConfigurationError that lists everything wrong, without a key. */
export function checkReceiverOptions(options: WebhookReceiverOptions): void {
  const issues = issuesIn(schema(), options);
  if (issues.length > 0)
    throw new ConfigurationError(`ASNA webhook receiver options: ${describeIssues(issues)}.`);
  if (typeof options.secrets !== 'function') secretList(options.secrets);
}
