import type { Clients } from '../clients.ts';
import { guidKey } from '../guid.ts';

/** A store in the directory. */
export interface AsnaStore {
  readonly guid: string;
  readonly name: string;
  readonly company: string;
  readonly active: boolean;
}

/** The stores: that of each client, which is a pharmacy as a rule, and those that were added. */
export class Stores {
  readonly #clients: () => Clients;
  readonly #added = new Map<string, AsnaStore>();

  constructor(clients: () => Clients) {
    this.#clients = clients;
  }

  add(store: AsnaStore): void {
    this.#added.set(guidKey(store.guid), store);
  }

  /** Those that were added. */
  added(): AsnaStore[] {
    return [...this.#added.values()];
  }

  all(): AsnaStore[] {
    const own = Object.entries(this.#clients().all())
      .filter(([, { clientId }]) => !this.#added.has(guidKey(clientId)))
      .map(([name, { clientId }]) => ({ guid: clientId, name, company: `${name} Ltd`, active: true }));
    return [...own, ...this.#added.values()];
  }

  clear(): void {
    this.#added.clear();
  }
}
