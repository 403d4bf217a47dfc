import * as z from 'zod';
import { read } from '../options.ts';
import type { StormwallAttack, StormwallDomain, StormwallService } from './objects.ts';
import { softErrorSchema, type SoftErrorScope, type StormwallSoftError } from './soft-errors.ts';
import { DEFAULT_ACCOUNT, type StormwallState } from './state.ts';
import type { Token } from './tokens.ts';
import { v1Schema, type V1Settings } from './v1-settings.ts';
import { type Site, v3Schema, type V3Settings } from './v3/sites.ts';
import { apiKeyOf } from './v3/v3-route.ts';

/** What a token is to be good for. */
export interface TokenOptions {
  /** Name of the account. Default: the one whose token is in the credentials. */
  account?: string;
  /** Milliseconds until it expires, by the sandbox's clock. Default: a year. */
  lifetimeMs?: number;
  /** Operation ids it permits; others answer 403. Default: all. */
  commands?: readonly string[];
}

const scope = z.strictObject({ operation: z.string().optional(), times: z.int().positive().optional() });

/** Acts and looks from Stormwall's side: `sandbox.stormwall`. */
export class StormwallSandbox {
  readonly #state: StormwallState;
  readonly #operations: readonly string[];

  /** @internal */
  constructor(state: StormwallState, operations: readonly string[]) {
    this.#state = state;
    this.#operations = operations;
  }

  /** The first token of an account, which is made on first use and follows from the seed. Default: the default account. */
  account(name: string = DEFAULT_ACCOUNT): Token {
    return this.#state.tokens.first(name);
  }

  /** The API key of an account for version 3; it follows from the seed. Default: the default account. */
  apiKey(name: string = DEFAULT_ACCOUNT): string {
    this.#state.tokens.first(name);
    return apiKeyOf(this.#state.context.seed, name);
  }

  /** What nobody has said of version 3, and how long a certificate takes. */
  get v3(): Readonly<V3Settings> {
    return this.#state.v3;
  }

  /** Changes some of that. */
  configureV3(patch: Partial<V3Settings>): void {
    this.#state.v3 = read(v3Schema, { ...this.#state.v3, ...patch }, 'Stormwall v3 settings');
  }

  /** What the manual leaves open of version 1. */
  get v1(): Readonly<V1Settings> {
    return this.#state.v1;
  }

  /** Changes some of that. */
  configureV1(patch: Partial<V1Settings>): void {
    this.#state.v1 = read(v1Schema, { ...this.#state.v1, ...patch }, 'Stormwall v1 settings');
  }

  /** A domain as version 3 keeps it: addresses, origins, ports, redirects. */
  site(domainId: number): Readonly<Site> {
    return this.#state.sites.of(domainId);
  }

  /** One more token, as made on the page of the user's profile. */
  issueToken({ account = DEFAULT_ACCOUNT, lifetimeMs, commands }: TokenOptions = {}): Token {
    this.#state.tokens.first(account);
    return this.#state.tokens.issue(account, lifetimeMs, commands);
  }

  /** From here on the token answers 401. */
  revokeToken(token: string): void {
    this.#state.tokens.end(token, 'revoke');
  }

  /** The token's date has come: from here on it answers 401. */
  expireToken(token: string): void {
    this.#state.tokens.end(token, 'expire');
  }

  /** Adds a service to an account (default: the default one). */
  addService(name: string, { account = DEFAULT_ACCOUNT }: { account?: string } = {}): StormwallService {
    this.#state.tokens.first(account);
    return this.#state.objects.addService(account, name);
  }

  /** Adds a domain to a service. */
  addDomain(serviceId: number, name: string): StormwallDomain {
    return this.#state.objects.addDomain(serviceId, name);
  }

  /** Adds an attack on an address to a service's history. */
  addAttack(serviceId: number, target: string): StormwallAttack {
    return this.#state.objects.addAttack(serviceId, target);
  }

  /** The blacklist of a domain, as the next request would read it. */
  blacklist(serviceId: number, domainId: number): string[] {
    return [...this.#state.objects.blacklist(serviceId, domainId)];
  }

  /** Soft errors that answers carry from here on, beside those a command has of its own; `[]` ends that. */
  setSoftErrors(errors: readonly StormwallSoftError[], options: SoftErrorScope = {}): void {
    const { operation, times } = read(scope, options, 'scope of soft errors');
    if (operation !== undefined && !this.#operations.includes(operation)) {
      throw new TypeError(
        `Stormwall has no operation '${operation}'; it has ${this.#operations.join(', ')}.`,
      );
    }
    this.#state.softErrors.set(read(z.array(softErrorSchema), errors, 'soft errors'), {
      ...(operation !== undefined && { operation }),
      ...(times !== undefined && { times }),
    });
  }

  /** Requests that may come in any one second; more answer 503. `undefined`, the default, is no limit. */
  setRateLimit(perSecond: number | undefined): void {
    this.#state.rate.limit(read(z.int().positive().optional(), perSecond, 'rate limit'));
  }
}
