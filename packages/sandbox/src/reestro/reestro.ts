import type { Vendor, VendorContext } from '../vendor.ts';
import { ReestroSandbox } from './controls.ts';
import { eventRoutes } from './event-routes.ts';
import { failure } from './failures.ts';
import { DEFAULT_ORGANIZATION, type Organization } from './organizations.ts';
import { reestroView, type ReestroView } from '../inspector/views/reestro.ts';
import { reestroScenario } from '../scenario/reestro.ts';
import { ReestroState } from './state.ts';

/** What a client of Kontur.Reestro needs to be let in. */
export interface ReestroCredentials {
  readonly apiKey: string;
  readonly orgId: string;
}

/** The emulator of Kontur.Reestro's feed of certificate events, written from the vendor's page on GET /events. */
export function createReestro(
  context: VendorContext,
): Vendor<ReestroSandbox, ReestroCredentials, ReestroView> {
  const state = new ReestroState(context);
  const partner = (): Organization => state.organizations.named(DEFAULT_ORGANIZATION);
  return {
    name: 'reestro',
    routes: eventRoutes(state),
    secretHeaders: [],
    controls: new ReestroSandbox(state),
    get credentials() {
      const { apiKey, orgId } = partner();
      return { apiKey, orgId };
    },
    environment: (url) => ({
      REESTRO_BASE_URL: url,
      REESTRO_API_KEY: partner().apiKey,
      REESTRO_ORG_ID: partner().orgId,
    }),
    get facts() {
      return { 'your key': partner().apiKey, 'your organization': partner().orgId };
    },
    view: reestroView(state),
    scenario: reestroScenario(state),
    failure: (status) => failure(status),
    unknownRoute: () => failure(404),
    wrongMethod: (allowed) => failure(405, { allow: allowed.join(', ') }),
    reset: () => state.reset(),
    close: async () => state.stop(),
  };
}
