import type { AsnaClient } from '../clients.ts';
import { guidKey } from '../guid.ts';

/** One subscription: the event of one client, and where it is sent. */
export interface Subscription {
  readonly event: string;
  readonly clientId: string;
  readonly url: string;
  /** Who made it; its key signs the webhooks. */
  readonly owner: AsnaClient;
}

/** Who wants to hear of what. One is known by event and client id, and by who made it. */
export class Subscriptions {
  readonly #all = new Map<string, Subscription>();

  has(event: string, clientId: string, owner: AsnaClient): boolean {
    return this.#all.has(keyOf(event, clientId, owner));
  }

  set(subscription: Subscription): void {
    const { event, clientId, owner } = subscription;
    this.#all.set(keyOf(event, clientId, owner), subscription);
  }

  delete(event: string, clientId: string, owner: AsnaClient): boolean {
    return this.#all.delete(keyOf(event, clientId, owner));
  }

  /** Subscriptions to an event of a client. */
  to(event: string, clientId: string): Subscription[] {
    return this.all().filter((one) => one.event === event && guidKey(one.clientId) === guidKey(clientId));
  }

  all(): Subscription[] {
    return [...this.#all.values()];
  }

  clear(): void {
    this.#all.clear();
  }
}

function keyOf(event: string, clientId: string, owner: AsnaClient): string {
  return JSON.stringify([event, guidKey(clientId), owner.clientId]);
}
