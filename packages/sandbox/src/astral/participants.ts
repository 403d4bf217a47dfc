import { createHash, timingSafeEqual } from 'node:crypto';
import { createRandom } from '../random.ts';

/** A participant of the platform: who publishes, receives and owns. */
export interface Participant {
  /** What stands in `producer`, `consumer` and `owner`. */
  readonly id: string;
  /** What stands in `X-API-Key`. */
  readonly apiKey: string;
}

/** The participant whose key is in `server.credentials.astral`. */
export const DEFAULT_PARTICIPANT = 'partner';

/** The participant on whose behalf `sandbox.astral.publish` publishes. */
export const DEFAULT_SERVICE = 'service';

/** Who may call: made on request, with ids and keys that follow from the seed and the name. */
export class Participants {
  readonly #seed: string;
  readonly #byName = new Map<string, Participant>();
  readonly #keys: { digest: Buffer; participant: Participant }[] = [];

  /** `given`: ids and keys by name, for those that are not to follow from the seed. */
  constructor(seed: string, given: Readonly<Record<string, Partial<Participant> | null>> = {}) {
    this.#seed = seed;
    for (const name of new Set([DEFAULT_PARTICIPANT, DEFAULT_SERVICE, ...Object.keys(given)]))
      this.#add(name, given[name] ?? {});
  }

  /** The participant of this name; an id given for the first time is used as it is, being free text. */
  named(name: string, id?: string): Participant {
    const known = this.#byName.get(name);
    if (known !== undefined) {
      if (id !== undefined && id !== known.id)
        throw new TypeError(`Participant '${name}' already has the id '${known.id}'.`);
      return known;
    }
    return this.#add(name, id === undefined ? {} : { id });
  }

  #add(name: string, given: Partial<Participant>): Participant {
    const random = createRandom(`${this.#seed}/astral/participant/${name}`);
    const participant = {
      id: given.id ?? random.hex(32),
      apiKey: given.apiKey ?? `sandbox-astral-key-${random.hex(24)}`,
    };
    this.#byName.set(name, participant);
    this.#keys.push({ digest: digestOf(participant.apiKey), participant });
    return participant;
  }

  /** Whose key it is. Compares digests, all of them, so that the time taken tells nothing about a key. */
  withKey(apiKey: string): Participant | undefined {
    const digest = digestOf(apiKey);
    let found: Participant | undefined;
    for (const known of this.#keys) if (timingSafeEqual(known.digest, digest)) found = known.participant;
    return found;
  }

  all(): Record<string, Participant> {
    return Object.fromEntries(this.#byName);
  }
}

function digestOf(apiKey: string): Buffer {
  return createHash('sha256').update(apiKey).digest();
}
