import type { Clock } from '../../clock.ts';
import type { Random } from '../../random.ts';
import type { AsnaClient } from '../clients.ts';

/** An issuer as in the manual's sample token. */
const ISSUER = 'https://sso.asna.cloud:1881';

/** Tokens that count at one time. */
const MOST = 10_000;

/** Tokens handed out. They look like the manual's sample; their signature is made up, since nobody here checks it. */
export class Tokens {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #live = new Map<string, { readonly client: AsnaClient; readonly endsAt: number }>();

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  issue(client: AsnaClient, seconds: number): string {
    const start = Math.floor(this.#clock.now() / 1000);
    const header = { alg: 'RS256', kid: '7FC94D587E3C88AC43ACBD28E4698D6B917FD29E', typ: 'JWT' };
    const claims = {
      nbf: start,
      exp: start + seconds,
      iss: ISSUER,
      aud: [`${ISSUER}/resources`, 'api'],
      client_id: client.clientId,
      client_access: client.rights,
      scope: ['api'],
    };
    const token = `${encode(header)}.${encode(claims)}.${this.#random.hex(64)}`;
    this.#live.set(token, { client, endsAt: this.#clock.now() + seconds * 1000 });
    this.#trim();
    return token;
  }

  /** Whose token it is; undefined for one that was never issued, has expired or was withdrawn. */
  holderOf(token: string): AsnaClient | undefined {
    const found = this.#live.get(token);
    if (found === undefined || found.endsAt > this.#clock.now()) return found?.client;
    this.#live.delete(token);
    return undefined;
  }

  /** Every token that still counts. */
  live(): { readonly token: string; readonly client: AsnaClient; readonly endsAt: number }[] {
    const now = this.#clock.now();
    return [...this.#live]
      .filter(([, { endsAt }]) => endsAt > now)
      .map(([token, held]) => ({ token, ...held }));
  }

  /** Puts a token back. */
  restore(token: string, client: AsnaClient, endsAt: number): void {
    this.#live.set(token, { client, endsAt });
  }

  /** Forgets what has expired, and the oldest of too many: whoever asks for a token each time must not fill the memory. */
  #trim(): void {
    if (this.#live.size <= MOST) return;
    const now = this.#clock.now();
    for (const [token, { endsAt }] of this.#live) if (endsAt <= now) this.#live.delete(token);
    for (const token of this.#live.keys()) {
      if (this.#live.size <= MOST) return;
      this.#live.delete(token);
    }
  }

  /** Withdraws every token. */
  clear(): void {
    this.#live.clear();
  }
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
