import type { ApiCall, CallOptions } from '@partner-apis/core';
import { type ClientDefinition, PartnerClient } from '@partner-apis/core/vendor';
import { asnaOptionShape, authOf, credentialName, rateLimitFloor } from './auth/options.ts';
import { optionsFromEnv } from './api/environment.ts';
import { Messages } from './messages/messages.ts';
import type { AsnaOptions } from './api/options.ts';
import { asnaProfile } from './api/profile.ts';
import { callShape } from './api/reading.ts';
import { Orders } from './orders/orders.ts';
import { Assortment } from './references/assortment.ts';
import { DailyLimit } from './references/daily.ts';
import { References } from './references/references.ts';
import { Stores } from './references/stores.ts';
import { Schemas } from './schemas/schemas.ts';
import { Preorders } from './stocks/preorders.ts';
import { Stocks } from './stocks/stocks.ts';
import { submit, type SubmitRequest } from './messages/submit.ts';
import type { Submitted } from './messages/submitted.ts';
import { Subscriptions } from './webhooks/subscriptions.ts';
import { Webhooks } from './webhooks/webhooks.ts';

/** The address in the manual. */
const BASE_URL = 'https://api.asna.cloud';

function definitionFor(options: AsnaOptions | undefined): ClientDefinition<AsnaOptions> {
  return {
    profile: asnaProfile(rateLimitFloor(options), credentialName(options)),
    options: asnaOptionShape,
    credentials: ['token', 'auth', 'rateLimitFloorMs'],
    variables: {
      token: 'ASNA_TOKEN',
      'auth.clientId': 'ASNA_CLIENT_ID',
      'auth.clientSecret': 'ASNA_CLIENT_SECRET',
      'auth.tokenUrl': 'ASNA_TOKEN_URL',
      baseUrl: 'ASNA_BASE_URL',
    },
    baseUrl: ({ baseUrl = BASE_URL }) => baseUrl,
    auth: authOf,
    rules: () => ({ callOptions: callShape }),
  };
}

/**
 * Client for the ASNA REST API, protocol v5: stock, price lists, orders, dictionaries; tokens, webhook keys and subscriptions, deferred
 * processing, validation.
 *
 * @example
 * ```ts
 * await using asna = new AsnaClient({ auth: { clientId, clientSecret } });
 * const sent = await asna.stocks.replace(storeId, { date: asnaDateTime(new Date()), stocks });
 * if (sent.state === 'accepted') await sent.wait();
 * ```
 */
export class AsnaClient extends PartnerClient<AsnaOptions> {
  /** Stores that the credential may see. */
  readonly stores: Stores;
  /** Stock of a store. */
  readonly stocks: Stocks;
  /** Price list of a legal entity. */
  readonly preorders: Preorders;
  /** Orders that customers made on the site. */
  readonly orders: Orders;
  /** Goods catalogue, links of goods codes. */
  readonly references: References;
  /** Assortment plan of a store. */
  readonly assortment: Assortment;
  /** The key with which webhooks are signed. */
  readonly webhooks: Webhooks;
  /** Which events ASNA sends as webhooks, and where to. */
  readonly subscriptions: Subscriptions;
  /** How far deferred processing has come. */
  readonly messages: Messages;
  /** Checks of data before they are sent in. */
  readonly schemas: Schemas;

  /**
   * Checks the options; nothing is sent before the first call.
   *
   * @throws ConfigurationError for options that cannot work.
   */
  constructor(options: AsnaOptions) {
    super(definitionFor(options), options);
    const daily = new DailyLimit(this.caller.runtime);
    this.stores = new Stores(this.caller);
    this.stocks = new Stocks(this.caller);
    this.preorders = new Preorders(this.caller);
    this.orders = new Orders(this.caller);
    this.references = new References(this.caller, daily);
    this.assortment = new Assortment(this.caller, daily);
    this.webhooks = new Webhooks(this.caller);
    this.subscriptions = new Subscriptions(this.caller);
    this.messages = new Messages(this.caller);
    this.schemas = new Schemas(this.caller);
  }

  /**
   * A client from `ASNA_TOKEN`, or `ASNA_CLIENT_ID`, `ASNA_CLIENT_SECRET` and, when set, `ASNA_TOKEN_URL`; and `ASNA_BASE_URL`, when set.
   * Options given here win.
   */
  static fromEnv(overrides: Partial<AsnaOptions> = {}): AsnaClient {
    return new AsnaClient(optionsFromEnv(definitionFor(undefined), overrides));
  }

  /**
   * A copy with other options, as of every client; a credential of one kind takes the place of one of the other.
   *
   * @throws ConfigurationError for options that cannot work, and after `close()`.
   */
  override with(overrides: Partial<AsnaOptions>): this {
    if (overrides.token != null && overrides.auth == null) return super.with({ ...overrides, auth: null });
    if (overrides.auth != null && overrides.token == null) return super.with({ ...overrides, token: null });
    return super.with(overrides);
  }

  /**
   * Sends data in to an endpoint that may put off its processing. 202 resolves to `{ state: 'accepted', messageId, wait() }`, any other
   * success to `{ state: 'done', status, data }`. Not repeated by itself once it may have arrived, unless `safety` says that it may.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   */
  submit(request: SubmitRequest, options?: CallOptions): ApiCall<Submitted> {
    return submit(this.caller, request, options);
  }
}
