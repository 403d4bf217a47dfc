import { createHmac } from 'node:crypto';
import { pause, type Clock } from '../../clock.ts';
import { isoDate } from '../iso-date.ts';
import type { AsnaSettings } from '../settings.ts';
import { post, type Posted } from './post.ts';
import type { Subscription } from './subscriptions.ts';

/** What a webhook is about. */
export interface Announcement {
  readonly event: string;
  readonly clientId: string;
  readonly messageId: string;
  /** `Processed`, `Error`. */
  readonly message: string;
  /** Default: now. */
  readonly date?: string;
}

/** One try to deliver a webhook. */
export interface Delivery extends Posted {
  /** Where it was sent. */
  readonly url: string;
  /** Name of the event. */
  readonly event: string;
  /** GUID of the package. */
  readonly messageId: string;
  /** As it was sent. */
  readonly body: string;
  /** The value of `x-signature` that was sent. */
  readonly signature: string;
  /** 1 for the first. */
  readonly attempt: number;
}

/** Sends webhooks, and remembers how that went. */
export class Deliveries {
  readonly #clock: Clock;
  readonly #settings: () => AsnaSettings['delivery'];
  readonly #orders = new Map<
    Delivery,
    { readonly target: Subscription; readonly announcement: Announcement }
  >();
  #made: Delivery[] = [];
  #stopped = new AbortController();

  constructor(clock: Clock, settings: () => AsnaSettings['delivery']) {
    this.#clock = clock;
    this.#settings = settings;
  }

  /** Delivers until one try goes well, then as often again as the settings say. Resolves with the tries; never rejects. */
  async deliver(target: Subscription, announcement: Announcement): Promise<Delivery[]> {
    const { url, owner } = target;
    const { signal } = this.#stopped;
    const settings = this.#settings();
    const body = bodyOf(announcement, this.#clock.now());
    const signature = signatureOf(body, owner.webhookSecret);
    const made: Delivery[] = [];
    const deliverOnce = async (): Promise<boolean> => {
      const posted = await post(url, body, signature, settings.timeoutMs, signal);
      const { event, messageId } = announcement;
      const delivery = { url, event, messageId, body, signature, attempt: made.length + 1, ...posted };
      made.push(delivery);
      this.#made.push(delivery);
      this.#orders.set(delivery, { target, announcement });
      return posted.status !== undefined && posted.status >= 200 && posted.status <= 299;
    };
    // Counted from when each try was due: where the clock was moved on by more than one delay, the tries follow each other at once.
    let due = this.#clock.now();
    let done = await deliverOnce();
    for (let left = settings.retries; !done && left > 0; left--) {
      due += settings.retryDelayMs;
      await pause(this.#clock, due - this.#clock.now(), signal);
      if (signal.aborted) return made;
      done = await deliverOnce();
    }
    for (let left = settings.duplicates; done && left > 0 && !signal.aborted; left--) await deliverOnce();
    return made;
  }

  all(): Delivery[] {
    return [...this.#made];
  }

  /** Delivers the same once more, by the place of a try in {@link all}; false when there is none. */
  again(place: number): boolean {
    const delivery = this.#made[place];
    const order = delivery && this.#orders.get(delivery);
    if (order !== undefined) void this.deliver(order.target, order.announcement);
    return order !== undefined;
  }

  /** Ends what is under way. */
  stop(): void {
    this.#stopped.abort();
    this.#stopped = new AbortController();
  }

  clear(): void {
    this.#made = [];
    this.#orders.clear();
  }
}

/** Compact, in the manual's order of members: then the manual's sample has the 189 bytes that its Content-Length says. */
function bodyOf({ event, clientId, messageId, message, date }: Announcement, now: number): string {
  return JSON.stringify({
    ClientId: clientId,
    Event: event,
    Message: message,
    MessageId: messageId,
    Date: date ?? isoDate(now),
  });
}

/** "Algorithm of the value of X-Signature": HMAC SHA256 over the bytes of the body, hex-encoded, `sha256=` in front. */
export function signatureOf(body: string, key: string): string {
  return `sha256=${createHmac('sha256', key).update(body).digest('hex').toUpperCase()}`;
}
