import type { Vendor, VendorContext } from '../vendor.ts';
import { AstralSandbox } from './controls.ts';
import { eventRoutes } from './events/event-routes.ts';
import { packetRoutes } from './packets/packet-routes.ts';
import { DEFAULT_PARTICIPANT, DEFAULT_SERVICE, type Participant } from './participants.ts';
import { astralView, type AstralView } from '../inspector/views/astral.ts';
import { astralScenario } from '../scenario/astral.ts';
import { AstralState } from './state.ts';

/** What a client of Astral.Platform needs to be let in. */
export interface AstralCredentials {
  readonly apiKey: string;
}

/** The emulator of Astral.Platform, written from its operating manual of 2021. */
export function createAstral(context: VendorContext): Vendor<AstralSandbox, AstralCredentials, AstralView> {
  const state = new AstralState(context);
  const partner = (): Participant => state.participants.named(DEFAULT_PARTICIPANT);
  const service = (): Participant => state.participants.named(DEFAULT_SERVICE);
  return {
    name: 'astral',
    routes: [...eventRoutes(state), ...packetRoutes(state)],
    secretHeaders: ['x-api-key'],
    controls: new AstralSandbox(state),
    get credentials() {
      return { apiKey: partner().apiKey };
    },
    environment: (url) => ({ ASTRAL_BASE_URL: url, ASTRAL_API_KEY: partner().apiKey }),
    get facts() {
      return {
        'your key': partner().apiKey,
        'your participant id': partner().id,
        'key of a service': service().apiKey,
        'its participant id': service().id,
      };
    },
    view: astralView(state),
    scenario: astralScenario(state),
    failure: (status) => state.envelopes.status(status),
    unknownRoute: () => state.envelopes.failure('noRoute'),
    wrongMethod: (allowed) =>
      state.envelopes.failure('wrongMethod', undefined, { headers: { allow: allowed.join(', ') } }),
    reset: () => state.reset(),
    close: () => state.blobs.close(),
  };
}
