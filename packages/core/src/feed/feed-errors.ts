import { hasKind } from '../errors/kind.ts';
import { type ErrorContext, PartnerApiError } from '../errors/partner-api-error.ts';
import { textOf } from './error-text.ts';

/**
 * The feed no longer has the place where this reader stopped: it was refused, or it is older than what the vendor keeps. Events may have
 * been missed. Code `FEED_GAP`; `cause` is the vendor's refusal, where there was one.
 */
export class FeedGapError extends PartnerApiError {
  static override readonly kind = 'FeedGapError';
  declare readonly code: 'FEED_GAP';
  /** Key of the reader. */
  readonly key: string;
  /** The cursor that has no place in the feed. */
  readonly cursor: string;

  constructor(key: string, cursor: string, why: string, context?: ErrorContext) {
    super(
      'FEED_GAP',
      `The feed cannot be resumed after '${cursor}' (key '${key}'): ${why}. Events may have been missed. ` +
        'Compare with what you have, then say where to go on: onGap returns "oldest" or { afterEventId }.',
      context,
    );
    this.key = key;
    this.cursor = cursor;
  }

  protected override details(): Record<string, unknown> {
    return { key: this.key, cursor: this.cursor };
  }
}

/**
 * Pages that lead nowhere: their cursor is missing, stands still although there are events, or leads back. Code `FEED_ANOMALY`. Nothing
 * of such a page was handled.
 */
export class FeedAnomalyError extends PartnerApiError {
  static override readonly kind = 'FeedAnomalyError';
  declare readonly code: 'FEED_ANOMALY';
  /** The cursor after which the page was asked for; undefined for the oldest. */
  readonly cursor: string | undefined;

  constructor(cursor: string | undefined, what: string, context?: ErrorContext) {
    super('FEED_ANOMALY', `The feed does not lead on after ${place(cursor)}: ${what}.`, context);
    this.cursor = cursor;
  }

  protected override details(): Record<string, unknown> {
    return { cursor: this.cursor };
  }
}

/**
 * An event whose handler kept failing could not be parked either, so the reader neither handled nor passed it. Code `FEED_PARK`; `cause` is
 * what `park` failed with.
 */
export class FeedParkError extends PartnerApiError {
  static override readonly kind = 'FeedParkError';
  declare readonly code: 'FEED_PARK';
  /** Key of the reader. */
  readonly key: string;
  /** The event; undefined for one without an id. */
  readonly eventId: string | undefined;
  /** What the handler failed with last: why the event was to be parked. */
  readonly handlerError: unknown;

  constructor(
    reader: { readonly title: string; readonly key: string },
    eventId: string | undefined,
    handler: { readonly error: unknown; readonly attempts: number },
    context: ErrorContext,
  ) {
    const event = eventId === undefined ? 'an event without an id' : `the event '${eventId}'`;
    const times = handler.attempts === 1 ? 'once' : `${handler.attempts} times, at last`;
    super(
      'FEED_PARK',
      `The ${reader.title} reader (key '${reader.key}') could not park ${event}: ${textOf(context.cause)}. ` +
        `Its handler had failed ${times} with ${textOf(handler.error)}.`,
      {
        hint: 'The event was not passed: repair what park writes to and start again, then it is handled again.',
        ...context,
      },
    );
    this.key = reader.key;
    this.eventId = eventId;
    this.handlerError = handler.error;
  }

  protected override details(): Record<string, unknown> {
    return { key: this.key, eventId: this.eventId, handlerError: textOf(this.handlerError) };
  }
}

function place(cursor: string | undefined): string {
  return cursor === undefined ? 'its beginning' : `'${cursor}'`;
}

/** Whether `error` is a {@link FeedGapError}, from any copy of this package. */
export function isFeedGapError(error: unknown): error is FeedGapError {
  return hasKind(error, 'FeedGapError');
}

/** Whether `error` is a {@link FeedAnomalyError}, from any copy of this package. */
export function isFeedAnomalyError(error: unknown): error is FeedAnomalyError {
  return hasKind(error, 'FeedAnomalyError');
}

/** Whether `error` is a {@link FeedParkError}, from any copy of this package. */
export function isFeedParkError(error: unknown): error is FeedParkError {
  return hasKind(error, 'FeedParkError');
}
