import type { Clock } from '../../clock.ts';
import type { Random } from '../../random.ts';
import { guidKey, nextGuid } from '../guid.ts';
import { isoDate } from '../iso-date.ts';

/** Names of the codes. "Checking deferred processing", statuses of packages. */
const NAMES: Readonly<Record<number, readonly [english: string, russian: string]>> = {
  0: ['Accepted', 'Принято к обработке'],
  1: ['Processing', 'Обрабатывается'],
  2: ['Processed', 'Обработано'],
  3: ['Error', 'Ошибка. Пакет не был обработан'],
};

/** A package on the wire. */
export interface MessageView {
  /** Number of the record. */
  readonly id: number;
  /** GUID of the package. */
  readonly messageId: string;
  /** Code of its status: 0 accepted, 1 processing, 2 processed, 3 error. */
  readonly statusId: number;
  /** The status in words. */
  readonly statusMessage: string;
  /** When it came into it, ISO 8601. */
  readonly statusDate: string;
}

/** How a package moves. */
export interface Course {
  readonly acceptedMs: number;
  readonly processingMs: number;
  readonly outcome: number;
}

/** What is told when a package has been processed. */
export interface Announced {
  readonly event: string;
  readonly clientId: string;
  /** What was sent in, to be kept when it has been processed. */
  readonly rows?: readonly Readonly<Record<string, unknown>>[] | undefined;
}

/** A package on its way. */
export interface Journey extends Announced {
  /** When it comes into status 1, and into its last one: epoch milliseconds. */
  readonly processingAt: number;
  readonly doneAt: number;
  readonly outcome: number;
}

interface Message {
  readonly id: number;
  readonly messageId: string;
  statusId: number;
  changedAt: number;
  journey: Journey | undefined;
  /** Cancels its next move. */
  cancel: (() => void) | undefined;
}

/** The packages that wait for processing, and those that were processed. */
export class Messages {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #finished: (messageId: string, announced: Announced) => void;
  readonly #messages = new Map<string, Message>();

  /** `finished` hears of every package that was processed. */
  constructor(clock: Clock, random: Random, finished: (messageId: string, announced: Announced) => void) {
    this.#clock = clock;
    this.#random = random;
    this.#finished = finished;
  }

  /** Takes a package: 0 now, 1 after a time, then its outcome. */
  accept({ acceptedMs, processingMs, outcome }: Course, announced: Announced): string {
    const message = this.#add(0);
    const processingAt = this.#clock.now() + acceptedMs;
    this.#travel(message, { ...announced, processingAt, doneAt: processingAt + processingMs, outcome });
    return message.messageId;
  }

  /** Puts a package back as it was; one on its way goes on. */
  restore(messageId: string, statusId: number, changedAt: number, journey?: Journey): void {
    const message = this.#add(statusId, messageId);
    message.changedAt = changedAt;
    if (journey !== undefined) this.#travel(message, journey);
  }

  /** Every package as it is kept. */
  kept(): readonly {
    readonly messageId: string;
    readonly statusId: number;
    readonly changedAt: number;
    readonly journey: Journey | undefined;
  }[] {
    return [...this.#messages.values()];
  }

  /** Puts a package there in a status, in which it stays. */
  put(statusId: number, messageId?: string): string {
    const known = messageId === undefined ? undefined : this.#messages.get(guidKey(messageId));
    const message = known ?? this.#add(statusId, messageId);
    message.cancel?.();
    message.journey = undefined;
    this.#move(message, statusId);
    return message.messageId;
  }

  /** The status as the API shows it; undefined when nothing is known of such a package. */
  status(messageId: string): MessageView | undefined {
    const message = this.#messages.get(guidKey(messageId));
    if (message === undefined) return undefined;
    const { id, statusId, changedAt } = message;
    const statusMessage = NAMES[statusId]?.[1] ?? `Статус ${statusId}`;
    return {
      id,
      messageId: message.messageId,
      statusId,
      statusMessage,
      statusDate: isoDate(changedAt),
    };
  }

  all(): MessageView[] {
    return [...this.#messages.keys()].flatMap((key) => this.status(key) ?? []);
  }

  /** No package moves any more. */
  stop(): void {
    for (const message of this.#messages.values()) message.cancel?.();
  }

  #travel(message: Message, journey: Journey): void {
    message.journey = journey;
    const finish = (): void => {
      message.journey = undefined;
      this.#move(message, journey.outcome);
      this.#finished(message.messageId, journey);
    };
    const finishLater = (): void => {
      message.cancel = this.#clock.schedule(journey.doneAt - this.#clock.now(), finish);
    };
    if (message.statusId === 1) return finishLater();
    message.cancel = this.#clock.schedule(journey.processingAt - this.#clock.now(), () => {
      this.#move(message, 1);
      finishLater();
    });
  }

  #add(statusId: number, messageId = this.#unusedId()): Message {
    const id = this.#messages.size + 1;
    const changedAt = this.#clock.now();
    const message: Message = { id, messageId, statusId, changedAt, journey: undefined, cancel: undefined };
    this.#messages.set(guidKey(messageId), message);
    return message;
  }

  /** Ids that a scenario brought may be those of the sequence. */
  #unusedId(): string {
    for (;;) {
      const id = nextGuid(this.#random);
      if (!this.#messages.has(guidKey(id))) return id;
    }
  }

  #move(message: Message, statusId: number): void {
    message.statusId = statusId;
    message.changedAt = this.#clock.now();
    message.cancel = undefined;
  }
}

/** The English name of a code, as it stands in webhooks. */
export function nameOfStatus(statusId: number): string {
  return NAMES[statusId]?.[0] ?? String(statusId);
}
