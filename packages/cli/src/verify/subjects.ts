import { AsnaClient } from '@partner-apis/asna';
import { AstralClient } from '@partner-apis/astral';
import { ReestroClient } from '@partner-apis/reestro';
import { StormwallClient, StormwallV3Client } from '@partner-apis/stormwall';
import type { Environment, VendorName } from '../environment/names.ts';
import { UsageError } from '../usage-error.ts';
import { type Before, type Observation, observations, type Probe } from './probe.ts';
import type { Tap } from './tap.ts';
import { asnaProbes } from './vendors/asna.ts';
import type { AsnaSubject } from './vendors/asna-subject.ts';
import { astralProbes } from './vendors/astral.ts';
import { reestroProbes } from './vendors/reestro.ts';
import { stormwallProbes, type StormwallSubject } from './vendors/stormwall.ts';

/** What the command line says beside the vendor. */
export interface Wanted {
  readonly write: boolean;
  readonly store: string | undefined;
  readonly webhookUrl: string | undefined;
  readonly before: Before;
}

/** Everything that is asked of a vendor, ready to be asked. */
export interface Examination extends AsyncDisposable {
  observations(): AsyncGenerator<Observation, void, undefined>;
}

/**
 * Makes the clients of a vendor from the environment. They try each request once: what comes of a second one is no answer to the question.
 *
 * @throws UsageError or ConfigurationError for what is missing; nothing was sent.
 */
export function examinationOf(vendor: VendorName, tap: Tap, env: Environment, wanted: Wanted): Examination {
  const options = { transport: tap, retry: false } as const;
  switch (vendor) {
    case 'astral':
      return examination(AstralClient.fromEnv(options), astralProbes, tap, wanted);
    case 'stormwall':
      return examination(stormwallSubject(env, options), stormwallProbes, tap, wanted);
    case 'reestro':
      return examination(ReestroClient.fromEnv(options), reestroProbes, tap, wanted);
    case 'asna':
      return examination(asnaSubject(env, options, wanted), asnaProbes, tap, wanted);
  }
}

function examination<Subject extends AsyncDisposable>(
  subject: Subject,
  probes: readonly Probe<Subject>[],
  tap: Tap,
  wanted: Wanted,
): Examination {
  return {
    observations: () => observations(probes, subject, tap, wanted),
    [Symbol.asyncDispose]: () => subject[Symbol.asyncDispose](),
  };
}

interface Once {
  readonly transport: Tap;
  readonly retry: false;
}

function stormwallSubject(env: Environment, options: Once): StormwallSubject {
  // Without either, version 3 says what is missing.
  const v1 = given(env, 'STORMWALL_TOKEN') === undefined ? undefined : StormwallClient.fromEnv(options);
  const v3 =
    v1 !== undefined && given(env, 'STORMWALL_V3_API_KEY') === undefined
      ? undefined
      : StormwallV3Client.fromEnv(options);
  return {
    v1,
    v3,
    async [Symbol.asyncDispose]() {
      await v1?.close();
      await v3?.close();
    },
  };
}

function asnaSubject(env: Environment, options: Once, { store, webhookUrl }: Wanted): AsnaSubject {
  const storeId = store ?? given(env, 'ASNA_CLIENT_ID');
  if (storeId === undefined) throw new UsageError('verify asna needs --store GUID, or ASNA_CLIENT_ID.');
  const asna = AsnaClient.fromEnv(options);
  return {
    asna,
    storeId,
    host: new URL(given(env, 'ASNA_BASE_URL') ?? 'https://api.asna.cloud').host,
    webhookUrl,
    givenToken: given(env, 'ASNA_TOKEN') !== undefined,
    [Symbol.asyncDispose]: () => asna.close(),
  };
}

/** A variable that holds something. */
function given(env: Environment, name: string): string | undefined {
  const value = env[name] ?? '';
  return value === '' ? undefined : value;
}
