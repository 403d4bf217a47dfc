import type { Vendor, VendorContext } from '../vendor.ts';
import { blacklistCommands } from './commands/blacklist-commands.ts';
import { certificateCommands } from './commands/certificate-commands.ts';
import { conversionCommands } from './commands/conversion-commands.ts';
import { objectCommands } from './commands/object-commands.ts';
import { StormwallSandbox } from './controls.ts';
import { fatal, fatalStatus } from './failures.ts';
import { stormwallView, type StormwallView } from '../inspector/views/stormwall.ts';
import { stormwallScenario } from '../scenario/stormwall.ts';
import { DEFAULT_ACCOUNT, StormwallState } from './state.ts';
import { v2Routes } from './v2/v2-routes.ts';
import { v3DomainRoutes } from './v3/domain-routes.ts';
import { v3SiteRoutes } from './v3/site-routes.ts';
import { apiKeyOf } from './v3/v3-route.ts';

/** What a client of Stormwall needs to be let in. */
export interface StormwallCredentials {
  readonly token: string;
}

/**
 * The emulator of the Stormwall API: version 1 written from the manual in the vendor's knowledge base, 2 and 3 as public programs use
 * them.
 */
export function createStormwall(
  context: VendorContext,
): Vendor<StormwallSandbox, StormwallCredentials, StormwallView> {
  const state = new StormwallState(context);
  const token = (): string => state.tokens.first(DEFAULT_ACCOUNT).token;
  const routes = [
    ...objectCommands(state),
    ...blacklistCommands(state),
    ...certificateCommands(state),
    ...conversionCommands(state),
    ...v2Routes(state),
    ...v3DomainRoutes(state),
    ...v3SiteRoutes(state),
  ];
  return {
    name: 'stormwall',
    routes,
    secretHeaders: ['cookie', 'x-api-key'],
    controls: new StormwallSandbox(
      state,
      routes.map(({ id }) => id),
    ),
    get credentials() {
      return { token: token() };
    },
    environment: (url) => ({
      STORMWALL_BASE_URL: url,
      STORMWALL_TOKEN: token(),
      STORMWALL_V2_BASE_URL: `${url}/v2`,
      STORMWALL_V3_BASE_URL: url,
      STORMWALL_V3_API_KEY: apiKeyOf(context.seed, DEFAULT_ACCOUNT),
    }),
    facts: { 'service 1': 'domains 2, 3, 6', 'service 4': 'domain 5' },
    view: stormwallView(state),
    scenario: stormwallScenario(
      state,
      routes.map(({ id }) => id),
    ),
    failure: (status) => fatalStatus(status),
    unknownRoute: () => fatal('noCommand'),
    wrongMethod: (allowed) => {
      const answer = fatal('wrongMethod');
      return { ...answer, headers: { ...answer.headers, allow: allowed.join(', ') } };
    },
    reset: () => state.reset(),
    close: async () => {},
  };
}
