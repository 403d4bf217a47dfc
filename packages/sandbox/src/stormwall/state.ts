import type { VendorContext } from '../vendor.ts';
import { Objects } from './objects.ts';
import { Rate } from './rate.ts';
import { SoftErrors } from './soft-errors.ts';
import { Tokens } from './tokens.ts';
import { defaultV1, type V1Settings } from './v1-settings.ts';
import { Sites, type V3Settings } from './v3/sites.ts';

/** The account whose token is in `server.credentials.stormwall`. */
export const DEFAULT_ACCOUNT = 'partner';

/** Everything the emulator knows. */
export class StormwallState {
  readonly context: VendorContext;
  readonly rate: Rate;
  tokens: Tokens;
  objects: Objects;
  softErrors = new SoftErrors();
  /** What version 3 knows beside the objects of version 1. */
  readonly sites: Sites;
  v3: V3Settings;
  v1: V1Settings = defaultV1();

  constructor(context: VendorContext) {
    this.context = context;
    this.rate = new Rate(context.clock);
    this.tokens = this.#tokens([DEFAULT_ACCOUNT]);
    this.sites = new Sites(context.clock);
    this.v3 = this.#v3();
    this.objects = this.#objects();
  }

  /** Back to the start: accounts keep their first tokens, good again; of objects there are those of the start. */
  reset(): void {
    this.tokens = this.#tokens(this.tokens.accounts());
    this.sites.clear();
    this.v3 = this.#v3();
    this.v1 = defaultV1();
    this.objects = this.#objects();
    this.softErrors = new SoftErrors();
    this.rate.limit(undefined);
  }

  #v3(): V3Settings {
    return { created: 'id', backends: 'page', certificateMs: this.context.secondMs };
  }

  #tokens(accounts: readonly string[]): Tokens {
    const tokens = new Tokens(this.context.clock, this.context.seed);
    for (const account of accounts) tokens.first(account);
    return tokens;
  }

  /** What the manual's examples talk about: service 1 with domains 2, 3 and 6; service 4 has domain 5. */
  #objects(): Objects {
    const objects = new Objects(this.context.seed, () => this.v1);
    objects.addService(DEFAULT_ACCOUNT, 'Website protection');
    objects.addDomain(1, 'shop.example');
    objects.addDomain(1, 'blog.example');
    objects.addService(DEFAULT_ACCOUNT, 'API protection');
    objects.addDomain(4, 'api.example');
    objects.addDomain(1, 'статус.example');
    objects.addAttack(1, '1.1.1.1');
    return objects;
  }
}
