import type { Clock } from '../clock.ts';
import { createRandom, type Random } from '../random.ts';
import { refuse } from './failures.ts';

/** An API token of an account. */
export interface Token {
  /** What stands in the cookie `api_access_token`. */
  readonly token: string;
  /** Unique key by which the vendor's request log names it. */
  readonly subject: string;
}

/** A token with what it is good for. */
export interface IssuedToken extends Token {
  readonly account: string;
  readonly commands: readonly string[] | undefined;
  expiresAt: number;
  revoked: boolean;
}

/** How long a token is good when nobody says otherwise: a year. The manual says only that there is a date. */
const LIFETIME_MS = 365 * 24 * 3600 * 1000;

/** Looks like the manual's `eyJhb…`: the start of a JSON header in base64. */
const HEADER = Buffer.from('{"alg":"sandbox"}').toString('base64url');

/** Tokens of all accounts: each account has one that follows from its name, and gets others on request. */
export class Tokens {
  readonly #clock: Clock;
  readonly #seed: string;
  readonly #more: Random;
  readonly #issued = new Map<string, IssuedToken>();
  readonly #first = new Map<string, IssuedToken>();

  constructor(clock: Clock, seed: string) {
    this.#clock = clock;
    this.#seed = seed;
    this.#more = createRandom(`${seed}/stormwall/tokens`);
  }

  /** The first token of an account, made with the account. */
  first(account: string): Token {
    const known = this.#first.get(account);
    if (known !== undefined) return show(known);
    const issued = this.#add(
      account,
      createRandom(`${this.#seed}/stormwall/account/${account}`),
      LIFETIME_MS,
    );
    this.#first.set(account, issued);
    return show(issued);
  }

  /** Every token, in order of issue. */
  issued(): readonly IssuedToken[] {
    return [...this.#issued.values()];
  }

  /** Puts tokens back as they were: the first of an account is the one that an account has from the start. */
  restore(tokens: readonly IssuedToken[]): void {
    for (const issued of tokens) {
      this.#issued.set(issued.token, issued);
      if (!this.#first.has(issued.account)) this.#first.set(issued.account, issued);
    }
  }

  /** One more token. */
  issue(account: string, lifetimeMs = LIFETIME_MS, commands?: readonly string[]): Token {
    return show(this.#add(account, this.#more, lifetimeMs, commands));
  }

  /** Revokes a token, or makes its time run out. */
  end(token: string, how: 'revoke' | 'expire'): void {
    const issued = this.#issued.get(token);
    if (issued === undefined) throw new TypeError('There is no such token.');
    if (how === 'revoke') issued.revoked = true;
    else issued.expiresAt = this.#clock.now();
  }

  /** The account of a token that is good for a command; refuses any other. */
  accountOf(token: string | undefined, command: string): string {
    if (token === undefined) return refuse('noToken');
    const issued = this.#issued.get(token);
    if (issued === undefined) return refuse('unknownToken');
    if (issued.revoked) return refuse('revokedToken');
    if (issued.expiresAt <= this.#clock.now()) return refuse('expiredToken');
    if (issued.commands !== undefined && !issued.commands.includes(command)) return refuse('notPermitted');
    return issued.account;
  }

  /** Names of the accounts. */
  accounts(): readonly string[] {
    return [...this.#first.keys()];
  }

  #add(account: string, random: Random, lifetimeMs: number, commands?: readonly string[]): IssuedToken {
    let token: string;
    // A token that a scenario brought may be the next of the sequence.
    do token = `${HEADER}.${random.hex(32)}.${random.hex(24)}`;
    while (this.#issued.has(token));
    const issued = {
      token,
      subject: random.hex(16),
      account,
      commands,
      expiresAt: this.#clock.now() + lifetimeMs,
      revoked: false,
    };
    this.#issued.set(issued.token, issued);
    return issued;
  }
}

function show({ token, subject }: IssuedToken): Token {
  return { token, subject };
}
