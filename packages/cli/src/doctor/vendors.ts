import { AsnaClient } from '@partner-apis/asna';
import { AstralClient } from '@partner-apis/astral';
import { ReestroClient } from '@partner-apis/reestro';
import { StormwallClient, StormwallV3Client } from '@partner-apis/stormwall';
import type { VendorName } from '../environment/names.ts';
import { asnaChecks } from './asna.ts';
import { astralChecks } from './astral.ts';
import type { Check } from './check.ts';
import { reestroChecks } from './reestro.ts';
import { stormwallChecks, stormwallV3Checks } from './stormwall.ts';

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
    start: startStormwall,
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

/** Version 3 has a credential of its own: whichever is there is examined. */
function startStormwall(): AsyncGenerator<Check, void, undefined> {
  const given = (name: string): boolean => (process.env[name] ?? '') !== '';
  const v3 = given('STORMWALL_V3_API_KEY') ? StormwallV3Client.fromEnv() : undefined;
  const v1 = v3 === undefined || given('STORMWALL_TOKEN') ? StormwallClient.fromEnv() : undefined;
  return both(v1 && closing(v1, stormwallChecks), v3 && closing(v3, stormwallV3Checks));
}

async function* both(
  ...parts: readonly (AsyncGenerator<Check, void, undefined> | undefined)[]
): AsyncGenerator<Check, void, undefined> {
  for (const part of parts) if (part !== undefined) yield* part;
}

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
