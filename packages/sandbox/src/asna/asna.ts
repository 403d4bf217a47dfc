import type { Vendor, VendorContext } from '../vendor.ts';
import { DEFAULT_CLIENT, type AsnaClientView } from './clients.ts';
import { asnaView, type AsnaView } from '../inspector/views/asna.ts';
import { asnaScenario } from '../scenario/asna.ts';
import { AsnaSandbox } from './controls.ts';
import { messageRoutes } from './messages/message-routes.ts';
import { goodsRoutes } from './goods/goods-routes.ts';
import { orderRoutes } from './orders/order-routes.ts';
import { failure } from './problems.ts';
import { AsnaState } from './state.ts';
import { tokenRoutes } from './tokens/token-routes.ts';
import { validationRoutes } from './validation/validation-routes.ts';
import { subscriptionRoutes } from './webhooks/subscription-routes.ts';

/** What a client of ASNA needs to be let in. */
export interface AsnaCredentials {
  readonly auth: { readonly clientId: string; readonly clientSecret: string; readonly tokenUrl: string };
}

const TOKEN_PATH = '/connect/token';

/**
 * The emulator of ASNA's REST API, protocol v5, written from the page "Other capabilities" of its documentation of 2021; stock,
 * orders and dictionaries from what else is known of it.
 */
export function createAsna(context: VendorContext): Vendor<AsnaSandbox, AsnaCredentials, AsnaView> {
  const state = new AsnaState(context);
  const pharmacy = (): AsnaClientView => state.clients.named(DEFAULT_CLIENT);
  const credentialsAt = (url: string): AsnaCredentials => {
    const { clientId, clientSecret } = pharmacy();
    return { auth: { clientId, clientSecret, tokenUrl: url + TOKEN_PATH } };
  };
  return {
    name: 'asna',
    routes: [
      ...tokenRoutes(state),
      ...subscriptionRoutes(state),
      ...messageRoutes(state),
      ...validationRoutes(state),
      ...goodsRoutes(state),
      ...orderRoutes(state),
    ],
    secretHeaders: [],
    controls: new AsnaSandbox(state),
    // Tokens have a host of their own; the documentation of authorization names this one.
    get credentials() {
      return credentialsAt('https://sso.asna.cloud:5000');
    },
    credentialsAt,
    environment: (url) => ({
      ASNA_BASE_URL: url,
      ASNA_CLIENT_ID: pharmacy().clientId,
      ASNA_CLIENT_SECRET: pharmacy().clientSecret,
      ASNA_TOKEN_URL: url + TOKEN_PATH,
    }),
    get facts() {
      const { clientId, clientSecret, webhookSecret } = pharmacy();
      return {
        'your client id': clientId,
        'your client secret': clientSecret,
        'key of webhooks': webhookSecret,
      };
    },
    view: asnaView(state),
    scenario: asnaScenario(state),
    failure: (status) => failure(status, state.settings.failureBody),
    unknownRoute: () => failure(404, state.settings.failureBody),
    wrongMethod: (allowed) => failure(405, state.settings.failureBody, { allow: allowed.join(', ') }),
    reset: () => state.reset(),
    close: async () => state.stop(),
  };
}
