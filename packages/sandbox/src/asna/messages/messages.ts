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
  readonly id: number;
  readonly messageId: string;
  readonly statusId: number;
  readonly statusMessage: string;
  readonly statusDate: string;
}

/** How a package moves. */
export interface Course {
  readonly acceptedMs: number;
  readonly processingMs: number;
  readonly outcome: number;
}

interface Message {
  readonly id: number;
  readonly messageId: string;
  statusId: number;
  changedAt: number;
  /** Cancels its next move. */
  cancel: (() => void) | undefined;
}

/** The packages that wait for processing, and those that were processed. */
export class Messages {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #messages = new Map<string, Message>();

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** Takes a package: 0 now, 1 after a time, then its outcome, of which `finished` hears. */
  accept({ acceptedMs, processingMs, outcome }: Course, finished: (messageId: string) => void): string {
    const message = this.#add(0);
    message.cancel = this.#clock.schedule(acceptedMs, () => {
      this.#move(message, 1);
      message.cancel = this.#clock.schedule(processingMs, () => {
        this.#move(message, outcome);
        finished(message.messageId);
      });
    });
    return message.messageId;
  }

  /** Puts a package there in a status, in which it stays. */
  put(statusId: number, messageId?: string): string {
    const known = messageId === undefined ? undefined : this.#messages.get(guidKey(messageId));
    const message = known ?? this.#add(statusId, messageId);
    message.cancel?.();
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

  #add(statusId: number, messageId = nextGuid(this.#random)): Message {
    const id = this.#messages.size + 1;
    const message: Message = { id, messageId, statusId, changedAt: this.#clock.now(), cancel: undefined };
    this.#messages.set(guidKey(messageId), message);
    return message;
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
