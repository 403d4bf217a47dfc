import type { Logger } from '@partner-apis/core';
import { guarded } from '@partner-apis/core/vendor';
import type { WebhookEvent } from './webhook-event.ts';

type Sentence = readonly [level: keyof Logger, text: string];

const AGAIN = 'so that it may come again';

/** What may happen to an event; the sentence begins with its name. */
const happenings = {
  handled: ['debug', 'was handled'],
  ignored: ['warn', 'was accepted, and nobody handled it: it has no handler here, and there is no onUnknown'],
  duplicate: ['debug', 'had been handled before: it was not handled again'],
  busy: ['info', `is being handled already: this delivery was answered with 503, ${AGAIN}`],
  later: [
    'info',
    `was not handled, because its handler asked for it later: it was answered with 503, ${AGAIN}`,
  ],
  stopping: ['info', `was not handled, because the receiver is stopping: it was answered with 503, ${AGAIN}`],
  onEventFailed: ['error', 'was not handled, because onEvent failed: it may come again'],
  handlerFailed: ['error', 'was not handled, because its handler failed: it may come again'],
  notClaimed: [
    'error',
    `was not handled, because the store of handled webhooks failed: it was answered with 500, ${AGAIN}`,
  ],
  notForgotten: [
    'error',
    'stays claimed, because the store of handled webhooks failed: until its lease is over, it is answered with 503',
  ],
  notNoted: [
    'error',
    'was handled, but the store of handled webhooks could not note that: if it comes again, it may be handled again',
  ],
} as const satisfies Record<string, Sentence>;

/** Names of what may happen to an event. */
export type Happening = keyof typeof happenings;

/** Characters of a name that a sentence shows: GUIDs and the manual's names are shorter. */
const SHOWN = 100;

/**
 * What a receiver says to its logger: one sentence for each thing that happens. Ids and names only; of a request whose signature has not
 * been verified nothing is repeated, since anybody can write anything there.
 */
export class ReceiverLog {
  readonly #logger: ReturnType<typeof guarded>;

  constructor(logger: Logger | undefined) {
    this.#logger = guarded(logger);
  }

  /** Something happened to a verified event. */
  event(happening: Happening, event: WebhookEvent, err?: unknown): void {
    const [level, text] = happenings[happening];
    this.#aboutEvent(level, event, text, err);
  }

  /** A handler has run for too long. */
  late(event: WebhookEvent, ms: number): void {
    const text = `was not handled within ${ms} ms (handlerTimeoutMs): it was answered with 503, and its handler runs on`;
    this.#aboutEvent('error', event, text);
  }

  /** A request ended without an event. `err` is what a program of the user's did; of the sender's doing there is only the text. */
  request(level: keyof Logger, status: number | undefined, text: string, err?: unknown): void {
    const fields = {
      vendor: 'asna',
      ...(status !== undefined && { status }),
      ...(err !== undefined && { err }),
    };
    this.#logger[level](fields, `${text}.`);
  }

  #aboutEvent(
    level: keyof Logger,
    { Event, MessageId, ClientId }: WebhookEvent,
    text: string,
    err?: unknown,
  ) {
    if (this.#logger.silent) return;
    const fields = {
      vendor: 'asna',
      event: Event,
      messageId: MessageId,
      clientId: ClientId,
      ...(err !== undefined && { err }),
    };
    const which = `${shown(Event)} for the package ${shown(MessageId)} of the client ${shown(ClientId)}`;
    this.#logger[level](fields, `The ASNA webhook ${which} ${text}.`);
  }
}

/** A name in a sentence: no line breaks, which would begin another line, and no more of it than is of use. */
function shown(name: string): string {
  const line = name.replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ');
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}
