import { createHash, timingSafeEqual } from 'node:crypto';
import { createRandom } from '../random.ts';
import { guidKey, nextGuid } from './guid.ts';

/** A client in ASNA's directory: a pharmacy, as a rule. */
export interface AsnaClientView {
  /** GUID, upper case as in the manual. */
  readonly clientId: string;
  /** Secret with which it asks for tokens. */
  readonly clientSecret: string;
  /** Key with which webhooks of this client's subscriptions are signed. */
  readonly webhookSecret: string;
  /** Rights that stand in its tokens. */
  readonly rights: readonly string[];
}

/** The same, as it changes. */
export type AsnaClient = { -readonly [Name in keyof AsnaClientView]: AsnaClientView[Name] };

/** The client whose credentials are in `server.credentials.asna`. */
export const DEFAULT_CLIENT = 'pharmacy';

/** Rights in the manual's sample token. */
const RIGHTS = ['stocks.edit', 'stocks.full_access', 'stocks.view'];

/** Who may ask for tokens: made on request, with ids and secrets that follow from the seed and the name. */
export class Clients {
  readonly #seed: string;
  readonly #byName = new Map<string, AsnaClient>();
  #changes = 0;

  /** `given`: ids, secrets and rights by name, for those that are not to follow from the seed. */
  constructor(seed: string, given: Readonly<Record<string, Partial<AsnaClientView> | null>> = {}) {
    this.#seed = seed;
    for (const name of new Set([DEFAULT_CLIENT, ...Object.keys(given)])) this.#add(name, given[name] ?? {});
  }

  named(name: string, rights: readonly string[] = RIGHTS): AsnaClient {
    const known = this.#byName.get(name);
    return known ?? this.#add(name, { rights });
  }

  #add(name: string, given: Partial<AsnaClientView>): AsnaClient {
    const random = createRandom(`${this.#seed}/asna/client/${name}`);
    const client: AsnaClient = {
      clientId: nextGuid(random).toUpperCase(),
      clientSecret: `sandbox-asna-secret-${random.hex(24)}`,
      webhookSecret: `sandbox-asna-webhooks-${random.hex(24)}`,
      rights: RIGHTS,
      ...given,
    };
    this.#byName.set(name, client);
    return client;
  }

  /** Who has this id and secret. Compares digests, so that the time taken tells nothing about a secret. */
  withSecret(clientId: string, clientSecret: string): AsnaClient | undefined {
    const client = [...this.#byName.values()].find((known) => guidKey(known.clientId) === guidKey(clientId));
    if (client === undefined) return undefined;
    return timingSafeEqual(digestOf(client.clientSecret), digestOf(clientSecret)) ? client : undefined;
  }

  /** Gives a client another secret of a kind; the old one holds no longer. */
  change(name: string, kind: 'clientSecret' | 'webhookSecret'): string {
    const client = this.named(name);
    const old = client[kind];
    // After a scenario was loaded the count starts over, and may come upon the secret that is to be changed.
    while (client[kind] === old) {
      const random = createRandom(`${this.#seed}/asna/client/${name}/${++this.#changes}`);
      client[kind] = `sandbox-asna-changed-${random.hex(24)}`;
    }
    return client[kind];
  }

  /** The name of a client. */
  nameOf({ clientId }: AsnaClientView): string {
    return [...this.#byName].find(([, client]) => client.clientId === clientId)?.[0] ?? DEFAULT_CLIENT;
  }

  all(): Record<string, AsnaClientView> {
    return Object.fromEntries([...this.#byName].map(([name, client]) => [name, { ...client }]));
  }
}

function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
