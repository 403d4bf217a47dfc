import { DEFAULT_CLIENT, type AsnaClientView } from './clients.ts';
import { nameOfStatus, type MessageView } from './messages/messages.ts';
import { patched, type AsnaSettings, type AsnaSettingsPatch } from './settings.ts';
import type { Row } from './goods/holdings.ts';
import type { OrderDraft, Orders } from './orders/orders.ts';
import type { AsnaState } from './state.ts';
import { signatureOf, type Delivery } from './webhooks/deliveries.ts';

/** A subscription, as it is kept. */
export interface SubscriptionView {
  /** Name of the event. */
  readonly event: string;
  /** GUID of the client that it is about. */
  readonly clientId: string;
  /** Where webhooks go. */
  readonly url: string;
}

/** What to say in a webhook that is sent by hand. */
export interface WebhookDraft {
  /** GUID of the client that it is about. Default: the default client. */
  clientId?: string;
  /** GUID of the package. Default: a new package, in the status that `message` names. */
  messageId?: string;
  /** Default `Processed`. */
  message?: string;
  /** Default: now. */
  date?: string;
  /** Where to send it. Default: to every subscription to this event of this client. */
  url?: string;
}

/** Acts and looks from ASNA's side: `sandbox.asna`. */
export class AsnaSandbox {
  readonly #state: AsnaState;

  /** @internal */
  constructor(state: AsnaState) {
    this.#state = state;
  }

  /** The client of a name, made on first use: its id and secrets follow from the seed. Default: the default client. */
  client(name: string = DEFAULT_CLIENT, options: { rights?: readonly string[] } = {}): AsnaClientView {
    return { ...this.#state.clients.named(name, options.rights) };
  }

  /** Every client by name; `pharmacy` (the credentials' one) always exists. */
  get clients(): Readonly<Record<string, AsnaClientView>> {
    return this.#state.clients.all();
  }

  /** Withdraws every token: the next request of each client is answered with 401. */
  revokeTokens(): void {
    this.#state.tokens.clear();
  }

  /** Gives a client another password, and returns it. Its tokens hold on. */
  changeClientSecret(name: string = DEFAULT_CLIENT): string {
    return this.#state.clients.change(name, 'clientSecret');
  }

  /** Gives a client another key for webhooks, and returns it: webhooks sent from now on are signed with it. */
  changeWebhookSecret(name: string = DEFAULT_CLIENT): string {
    return this.#state.clients.change(name, 'webhookSecret');
  }

  /** Every subscription. */
  subscriptions(): SubscriptionView[] {
    return this.#state.subscriptions.all().map(({ event, clientId, url }) => ({ event, clientId, url }));
  }

  /**
   * Sends a webhook, signed, to whoever has subscribed, or to `url`. Resolves with every try when all is done: retries and duplicates
   * included, as `settings.delivery` says.
   */
  async fireWebhook(event: string, draft: WebhookDraft = {}): Promise<Delivery[]> {
    return this.startWebhook(event, draft).done;
  }

  /** The same without waiting: where it goes, and a promise of every try. */
  startWebhook(
    event: string,
    draft: WebhookDraft = {},
  ): {
    readonly targets: readonly { url: string; event: string; messageId: string }[];
    readonly done: Promise<Delivery[]>;
  } {
    const owner = this.#state.clients.named(DEFAULT_CLIENT);
    const { clientId = owner.clientId, message = 'Processed', url, date } = draft;
    const messageId = draft.messageId ?? this.putMessage(codeOf(message));
    const targets =
      url === undefined ? this.#state.subscriptions.to(event, clientId) : [{ event, clientId, url, owner }];
    const announcement = { event, clientId, messageId, message, ...(date !== undefined && { date }) };
    const made = Promise.all(targets.map((target) => this.#state.deliveries.deliver(target, announcement)));
    return {
      targets: targets.map(({ url: to }) => ({ url: to, event, messageId })),
      done: made.then((tries) => tries.flat()),
    };
  }

  /** Every try to deliver a webhook, oldest first. */
  deliveries(): Delivery[] {
    return this.#state.deliveries.all();
  }

  /** Delivers a webhook once more, by the place of a try in {@link deliveries}; false when there is none. */
  deliverAgain(place: number): boolean {
    return this.#state.deliveries.again(place);
  }

  /** What ASNA would put into `X-Signature` for a body, with the key of the default client. */
  sign(body: string, key: string = this.client().webhookSecret): string {
    return signatureOf(body, key);
  }

  /** Every package. */
  messages(): MessageView[] {
    return this.#state.messages.all();
  }

  /** Puts a package into a status, in which it stays; a new one unless its id is known. Returns the id. */
  putMessage(statusId: number, messageId?: string): string {
    return this.#state.messages.put(statusId, messageId);
  }

  /** A customer orders something on the site: `orders_updates_site` goes out. Returns the id of the order. */
  addOrder(draft: OrderDraft = {}): string {
    const storeId = draft.storeId ?? this.#state.ownStore;
    const orderId = this.#state.orders.add(storeId, draft);
    this.#state.tell('orders_updates_site', storeId);
    return orderId;
  }

  /** The site gives an order, or one of its rows, a further status, such as 102 for cancelled; false when there is no such order. */
  setOrderStatus(orderId: string, status: number, more: { rowId?: string; cmnt?: string } = {}): boolean {
    const order = this.#state.orders.find(orderId);
    if (order === undefined || !this.#state.orders.setStatus(orderId, status, more)) return false;
    this.#state.tell('orders_updates_site', order.storeId);
    return true;
  }

  /** Every order with its rows and statuses, those that the pharmacy sent among them. */
  orders(): ReturnType<Orders['all']> {
    return this.#state.orders.all();
  }

  /** The stock that has been processed, of a store. Default: that of the default client. */
  stocks(storeId: string = this.#state.ownStore): readonly Row[] {
    return this.#state.stocks.of(storeId);
  }

  /** The price list that has been processed, of a legal entity. Default: that of the default client. */
  preorders(legalEntityId: string = this.#state.ownStore): readonly Row[] {
    return this.#state.preorders.of(legalEntityId);
  }

  /** What the manual leaves open, and what can be made to go wrong. */
  get settings(): AsnaSettings {
    return this.#state.settings;
  }

  /** Changes some of the settings. */
  configure(patch: AsnaSettingsPatch): void {
    this.#state.settings = patched(this.#state.settings, patch);
  }
}

function codeOf(message: string): number {
  return [0, 1, 2, 3].find((code) => nameOfStatus(code) === message) ?? 2;
}
