import * as z from 'zod';
import type { Clock } from '../../clock.ts';

/** A JSON object that is kept as it came. */
export type Kept = Readonly<Record<string, unknown>>;

/** What version 3 knows of a domain beside its name. */
export interface Site {
  ips: { readonly ip: string; readonly isShared: boolean }[];
  backends: Kept[];
  ports: Kept[];
  redirects: Kept;
  /** When the certificate that was asked for is there: epoch milliseconds. */
  certificateAt: number | undefined;
  /** Whether it is good for www too. */
  wwwIncluded: boolean;
}

/** The schema of {@link V3Settings}. */
export const v3Schema = z.strictObject({
  created: z.enum(['id', 'no-id', 'empty']),
  backends: z.enum(['page', 'array']),
  certificateMs: z.number().min(0),
});

/** What can be switched, where nobody has said how version 3 behaves. */
export interface V3Settings {
  /** What the answer to a new domain says: its id, an object without, or nothing at all. Default `id`. */
  created: 'id' | 'no-id' | 'empty';
  /** How the origins of a domain are listed. Default `page`. */
  backends: 'page' | 'array';
  /** Milliseconds until a certificate is there. Default: a second of the sandbox. */
  certificateMs: number;
}

/** A certificate is good for three months. */
const CERTIFICATE_MS = 90 * 86_400_000;

/** The domains as version 3 sees them. */
export class Sites {
  readonly #clock: Clock;
  readonly #sites = new Map<number, Site>();
  #lastId = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  of(domainId: number): Site {
    const known = this.#sites.get(domainId);
    if (known !== undefined) return known;
    const site: Site = {
      ips: [],
      backends: [],
      ports: [],
      redirects: {},
      certificateAt: undefined,
      wwwIncluded: false,
    };
    this.#sites.set(domainId, site);
    return site;
  }

  /** The same, where anything was said about it. */
  known(domainId: number): Site | undefined {
    return this.#sites.get(domainId);
  }

  /** Id of the next origin. */
  nextId(): number {
    const ids = [...this.#sites.values()].flatMap(({ backends }) => backends.map(({ id }) => Number(id)));
    this.#lastId = Math.max(this.#lastId, 0, ...ids) + 1;
    return this.#lastId;
  }

  /** The certificate as it is now; null before one is there. */
  certificate(domainId: number): object | null {
    const certificateAt = this.known(domainId)?.certificateAt;
    if (certificateAt === undefined || certificateAt > this.#clock.now()) return null;
    return {
      sslCertificate: '-----BEGIN CERTIFICATE-----\nof the sandbox\n-----END CERTIFICATE-----',
      sslKey: '-----BEGIN PRIVATE KEY-----\nof the sandbox\n-----END PRIVATE KEY-----',
      sslPort: 443,
      expirationTimestamp: Math.floor((certificateAt + CERTIFICATE_MS) / 1_000),
      issuerCountry: 'US',
      issuerOrganization: "Let's Encrypt",
    };
  }

  clear(): void {
    this.#sites.clear();
    this.#lastId = 0;
  }
}
