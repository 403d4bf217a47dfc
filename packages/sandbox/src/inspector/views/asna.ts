import type { MessageView } from '../../asna/messages/messages.ts';
import type { AsnaSettings } from '../../asna/settings.ts';
import type { AsnaState } from '../../asna/state.ts';
import type { VendorView } from '../../vendor.ts';
import { LAST } from './last.ts';

/** ASNA, as the inspector shows it. */
export interface AsnaView {
  readonly clients: readonly {
    readonly name: string;
    readonly clientId: string;
    readonly rights: readonly string[];
  }[];
  /** Tokens that still count: whose, and until when. */
  readonly tokens: readonly { readonly client: string; readonly expires: string }[];
  readonly subscriptions: readonly {
    readonly event: string;
    readonly clientId: string;
    readonly url: string;
  }[];
  /** The last tries to deliver a webhook; `place` is that in `sandbox.asna.deliveries()`. */
  readonly deliveries: readonly {
    readonly place: number;
    readonly event: string;
    readonly url: string;
    readonly messageId: string;
    readonly attempt: number;
    readonly status?: number;
    readonly error?: string;
  }[];
  /** Packages; one on its way has the moment at which it will be there. */
  readonly messages: readonly (MessageView & { readonly done?: string })[];
  /** The last orders, without who ordered. */
  readonly orders: readonly {
    readonly orderId: string;
    readonly num: string;
    readonly storeId: string;
    /** Codes of its statuses, oldest first. */
    readonly statuses: readonly string[];
    readonly rows: number;
    readonly ts: string;
  }[];
  /** How many rows of stock each store has. */
  readonly stocks: readonly { readonly storeId: string; readonly rows: number }[];
  readonly settings: AsnaSettings;
}

/** Looks at ASNA. */
export function asnaView(state: AsnaState): VendorView<AsnaView> {
  const clients = () => Object.entries(state.clients.all());
  return {
    state: () => {
      const all = state.deliveries.all();
      const from = Math.max(0, all.length - LAST);
      const journeys = new Map(state.messages.kept().map(({ messageId, journey }) => [messageId, journey]));
      return {
        clients: clients().map(([name, { clientId, rights }]) => ({ name, clientId, rights })),
        tokens: state.tokens
          .live()
          .slice(-LAST)
          .map(({ client, endsAt }) => ({
            client:
              clients().find(([, { clientId }]) => clientId === client.clientId)?.[0] ?? client.clientId,
            expires: new Date(endsAt).toISOString(),
          })),
        subscriptions: state.subscriptions
          .all()
          .slice(-LAST)
          .map(({ event, clientId, url }) => ({ event, clientId, url })),
        deliveries: all.slice(from).map(({ event, url, messageId, attempt, status, error }, index) => ({
          place: from + index,
          event,
          url,
          messageId,
          attempt,
          ...(status !== undefined && { status }),
          ...(error !== undefined && { error }),
        })),
        messages: state.messages
          .all()
          .slice(-LAST)
          .map((message) => {
            const journey = journeys.get(message.messageId);
            return {
              ...message,
              ...(journey !== undefined && { done: new Date(journey.doneAt).toISOString() }),
            };
          }),
        orders: state.orders
          .all()
          .slice(-LAST)
          .map(({ header, rows, statuses }) => ({
            orderId: header.orderId,
            num: textOf(header['num']),
            storeId: textOf(header['storeId']),
            statuses: statuses.map(({ status }) => textOf(status)),
            rows: rows.length,
            ts: header.ts,
          })),
        stocks: Object.entries(state.stocks.all())
          .slice(-LAST)
          .map(([storeId, rows]) => ({ storeId, rows: rows.length })),
        settings: state.settings,
      };
    },
    secrets: () => [
      ...clients().flatMap(([, { clientSecret, webhookSecret }]) => [clientSecret, webhookSecret]),
      // Older ones are known by the names of the members and headers in which they stand.
      ...state.tokens
        .live()
        .slice(-LAST)
        .map(({ token }) => token),
    ],
  };
}

/** A member of a record that may be anything. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
