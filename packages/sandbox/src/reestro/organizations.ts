import { createHash, timingSafeEqual } from 'node:crypto';
import { createRandom } from '../random.ts';
import { guid } from './guid.ts';

/** An organization of the Kontur portal, with the credentials of a user who has access to it and to no other. */
export interface Organization {
  /** What stands in `portal.orgid`. */
  readonly orgId: string;
  /** What stands in `apiKey`. */
  readonly apiKey: string;
  /** What stands in `auth.sid`, the older credential. */
  readonly sid: string;
}

/** The organization whose credentials are in `server.credentials.reestro`. */
export const DEFAULT_ORGANIZATION = 'partner';

/** Who may call: made on request, with ids and keys that follow from the seed and the name. */
export class Organizations {
  readonly #seed: string;
  readonly #byName = new Map<string, Organization>();

  /** `given`: ids and keys by name, for those that are not to follow from the seed. */
  constructor(seed: string, given: Readonly<Record<string, Partial<Organization> | null>> = {}) {
    this.#seed = seed;
    for (const name of new Set([DEFAULT_ORGANIZATION, ...Object.keys(given)]))
      this.#add(name, given[name] ?? {});
  }

  /** The organization of this name. */
  named(name: string): Organization {
    const known = this.#byName.get(name);
    return known ?? this.#add(name, {});
  }

  #add(name: string, given: Partial<Organization>): Organization {
    const random = createRandom(`${this.#seed}/reestro/organization/${name}`);
    const organization = {
      orgId: guid(random),
      apiKey: guid(random),
      sid: random.hex(64).toUpperCase(),
      ...given,
    };
    this.#byName.set(name, organization);
    return organization;
  }

  all(): Record<string, Organization> {
    return Object.fromEntries(this.#byName);
  }

  /** Whose key it is, or whose session; every one is compared, so that the time taken tells nothing. */
  withCredential(kind: 'apiKey' | 'sid', value: string): Organization | undefined {
    const digest = digestOf(value);
    let found: Organization | undefined;
    for (const organization of this.#byName.values())
      if (timingSafeEqual(digestOf(organization[kind]), digest)) found = organization;
    return found;
  }
}

/** GUIDs and session ids are the same in any case. */
function digestOf(value: string): Buffer {
  return createHash('sha256').update(value.toLowerCase()).digest();
}
