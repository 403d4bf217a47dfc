import { jsonAnswer, type Answer } from '../http/answer.ts';
import type { Exchange } from '../http/exchange.ts';
import { createRandom, type Random } from '../random.ts';
import type { VendorContext } from '../vendor.ts';
import { Clients, DEFAULT_CLIENT, type AsnaClient } from './clients.ts';
import { isGuid } from './guid.ts';
import { Messages, nameOfStatus, type Announced } from './messages/messages.ts';
import { badRequest, failure, refuse } from './problems.ts';
import { RateLimit } from './rate-limit.ts';
import { defaultSettings, type AsnaSettings } from './settings.ts';
import { Tokens } from './tokens/tokens.ts';
import { Deliveries } from './webhooks/deliveries.ts';
import { Holdings } from './goods/holdings.ts';
import { Stores } from './goods/stores.ts';
import { Orders } from './orders/orders.ts';
import { Subscriptions } from './webhooks/subscriptions.ts';

/** Everything the emulator knows, and the questions that every method asks first. */
export class AsnaState {
  readonly context: VendorContext;
  clients: Clients;
  tokens: Tokens;
  readonly subscriptions = new Subscriptions();
  readonly deliveries: Deliveries;
  settings: AsnaSettings;
  /** Stock by store, price lists by legal entity. */
  readonly stocks = new Holdings('prtId');
  readonly preorders = new Holdings('nnt');
  readonly stores = new Stores(() => this.clients);
  orders: Orders;
  #messages: Messages;
  readonly #limit = new RateLimit();

  constructor(context: VendorContext) {
    this.context = context;
    this.settings = defaultSettings(context.secondMs);
    this.clients = new Clients(context.seed);
    this.tokens = new Tokens(context.clock, this.#sequence('tokens'));
    this.deliveries = new Deliveries(context.clock, () => this.settings.delivery);
    this.orders = new Orders(context.clock, this.#sequence('orders'));
    this.#messages = this.#newMessages();
  }

  get messages(): Messages {
    return this.#messages;
  }

  /** Counts a request against the limit of its source. */
  countRequest(exchange: Exchange): void {
    this.#limit.check(this.settings, exchange, this.context.clock.now());
  }

  /** Whose token a request has; refuses one without, with a wrong or expired one, and one that lacks a right. */
  authorize(exchange: Exchange, right?: string): AsnaClient {
    this.countRequest(exchange);
    const token = /^Bearer (\S+)$/i.exec(exchange.headers.get('authorization') ?? '')?.[1];
    const client = token === undefined ? undefined : this.tokens.holderOf(token);
    if (client === undefined) {
      const challenge = token === undefined ? 'Bearer' : 'Bearer error="invalid_token"';
      return refuse(failure(401, this.settings.failureBody, { 'www-authenticate': challenge }));
    }
    exchange.record.participant = client.clientId;
    if (right !== undefined && !client.rights.includes(right))
      refuse(failure(403, this.settings.failureBody));
    return client;
  }

  /** What is answered where there is nothing. */
  nothing(lists: object): Answer {
    switch (this.settings.nothing) {
      case 'lists':
        return jsonAnswer(200, lists);
      case 'empty':
        return { status: 200, headers: {}, body: null };
      case '204':
        return { status: 204, headers: {}, body: null };
    }
  }

  /** GUID of the store that is meant where none is named. */
  get ownStore(): string {
    return this.clients.named(DEFAULT_CLIENT).clientId;
  }

  /** Raises an event about something that was processed at once. */
  tell(event: string, clientId: string): void {
    const messageId = this.#messages.put(2);
    this.#announce(messageId, { event, clientId });
  }

  /** A GUID out of a path. */
  readGuid(exchange: Exchange, name: string): string {
    const text = exchange.param(name);
    return isGuid(text) ? text : refuse(badRequest(`The value '${text}' is not valid for ${name}.`));
  }

  /** Forgets all but the clients and their secrets. Ids start over, so that a test does not depend on the ones before it. */
  reset(): void {
    this.stop();
    this.tokens.clear();
    this.subscriptions.clear();
    this.deliveries.clear();
    this.stocks.clear();
    this.preorders.clear();
    this.stores.clear();
    this.orders = new Orders(this.context.clock, this.#sequence('orders'));
    this.#limit.clear();
    this.settings = defaultSettings(this.context.secondMs);
    this.#messages = this.#newMessages();
  }

  /** Ends what would happen by itself: messages moving on, deliveries tried again. */
  stop(): void {
    this.#messages.stop();
    this.deliveries.stop();
  }

  #newMessages(): Messages {
    const { clock } = this.context;
    return new Messages(clock, this.#sequence('messages'), (id, announced) => {
      this.#apply(id, announced);
      this.#announce(id, announced);
    });
  }

  /** Data that was processed can be read back. */
  #apply(messageId: string, { event, clientId, rows }: Announced): void {
    if (rows === undefined || this.messages.status(messageId)?.statusId !== 2) return;
    const holdings = event.startsWith('stocks') ? this.stocks : this.preorders;
    if (event.endsWith('_full') || this.settings.changes === 'replace') holdings.replace(clientId, rows);
    else holdings.update(clientId, rows);
  }

  /** Tells whoever has subscribed that a package was processed. */
  #announce(messageId: string, { event, clientId }: Announced): void {
    const message = nameOfStatus(this.messages.status(messageId)?.statusId ?? 2);
    for (const target of this.subscriptions.to(event, clientId))
      void this.deliveries.deliver(target, { event, clientId, messageId, message });
  }

  /** Each kind of id has a sequence of its own. */
  #sequence(kind: string): Random {
    return createRandom(`${this.context.seed}/asna/${kind}`);
  }
}
