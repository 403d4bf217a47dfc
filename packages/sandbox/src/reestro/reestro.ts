import type { Vendor, VendorContext } from '../vendor.ts';
import { ReestroSandbox } from './controls.ts';
import { checkRoutes } from './assessment/check-routes.ts';
import { contentRoutes } from './crypto/content-routes.ts';
import { formRoutes } from './crypto/form-routes.ts';
import { subjectRoutes } from './entities/subject-routes.ts';
import { eventRoutes } from './events/event-routes.ts';
import { failure } from './failures.ts';
import { DEFAULT_ORGANIZATION, type Organization } from './organizations.ts';
import { inspectionRoutes } from './inspection/inspection-routes.ts';
import { docflowRoutes } from './rosreestr/docflow-routes.ts';
import { serviceRoutes } from './services/service-routes.ts';
import { reestroView, type ReestroView } from '../inspector/views/reestro.ts';
import { reestroScenario } from '../scenario/reestro.ts';
import { ReestroState } from './state.ts';

/** What a client of Kontur.Reestro needs to be let in. */
export interface ReestroCredentials {
  readonly apiKey: string;
  readonly orgId: string;
}

/** The emulator of Kontur.Reestro, written from the vendor's pages. */
export function createReestro(
  context: VendorContext,
): Vendor<ReestroSandbox, ReestroCredentials, ReestroView> {
  const state = new ReestroState(context);
  const partner = (): Organization => state.organizations.named(DEFAULT_ORGANIZATION);
  return {
    name: 'reestro',
    routes: [
      ...eventRoutes(state),
      ...formRoutes(state),
      ...contentRoutes(state),
      ...docflowRoutes(state),
      ...subjectRoutes(state),
      ...checkRoutes(state),
      ...serviceRoutes(state),
      ...inspectionRoutes(state),
    ],
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
