import { AsnaClient } from '@partner-apis/asna';
import { AstralClient } from '@partner-apis/astral';
import { ReestroClient } from '@partner-apis/reestro';
import { StormwallClient } from '@partner-apis/stormwall';
import type { VendorName } from '../environment/names.ts';
import { asnaChecks } from './asna.ts';
import { astralChecks } from './astral.ts';
import type { Check } from './check.ts';
import { reestroChecks } from './reestro.ts';
import { stormwallChecks } from './stormwall.ts';

/** How a vendor is examined. */
export interface Examined {
  /** Name for people. */
  readonly title: string;
  /** Address of the client without a setting. */
  readonly address: string;
  /**
   * Makes the client and hands out one check after the other.
   *
   * @throws ConfigurationError at once when the settings cannot work.
   */
  readonly start: () => AsyncGenerator<Check, void, undefined>;
}

/** Every vendor, by name. */
export const examined: Readonly<Record<VendorName, Examined>> = {
  astral: {
    title: 'Astral.Platform',
    address: 'http://127.0.0.1:8000',
    start: () => closing(AstralClient.fromEnv(), astralChecks),
  },
  stormwall: {
    title: 'Stormwall',
    address: 'https://api.stormwall.pro',
    start: () => closing(StormwallClient.fromEnv(), stormwallChecks),
  },
  asna: {
    title: 'ASNA',
    address: 'https://api.asna.cloud',
    start: () => closing(AsnaClient.fromEnv(), asnaChecks),
  },
  reestro: {
    title: 'Kontur.Reestro',
    address: 'https://api.kontur.ru',
    start: () => closing(ReestroClient.fromEnv(), reestroChecks),
  },
};

async function* closing<Client extends AsyncDisposable>(
  client: Client,
  checks: (client: Client) => AsyncGenerator<Check, void, undefined>,
): AsyncGenerator<Check, void, undefined> {
  // Not `await using`: the build would ship a helper of its own for it.
  try {
    yield* checks(client);
  } finally {
    await client[Symbol.asyncDispose]();
  }
}
