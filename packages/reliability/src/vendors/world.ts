import { AsnaClient } from '@partner-apis/asna';
import { AstralClient } from '@partner-apis/astral';
import type { ClientOptions } from '@partner-apis/core';
import { ReestroClient } from '@partner-apis/reestro';
import { createSandbox, type Sandbox, type SandboxServer, type Scenario } from '@partner-apis/sandbox';
import { StormwallClient, StormwallV2Client, StormwallV3Client } from '@partner-apis/stormwall';

/** A client of every API of every vendor. */
export interface Clients {
  readonly astral: AstralClient;
  readonly stormwall: StormwallClient;
  readonly v2: StormwallV2Client;
  readonly v3: StormwallV3Client;
  readonly asna: AsnaClient;
  readonly reestro: ReestroClient;
}

/** Where the vendors answer, and with what a client proves who it is. */
export interface Access {
  readonly urls: { readonly [Vendor in 'astral' | 'stormwall' | 'asna' | 'reestro']: string };
  readonly astral: { readonly apiKey: string };
  readonly stormwall: { readonly token: string };
  readonly v3: { readonly apiKey: string };
  readonly asna:
    | { readonly auth: { clientId: string; clientSecret: string; tokenUrl: string } }
    | { readonly token: string };
  readonly reestro:
    | { readonly orgId: string; readonly apiKey: string }
    | { readonly orgId: string; readonly sid: string };
}

/** Clients that share everything but their credentials. */
export function clientsOf({ urls, ...access }: Access, common: ClientOptions): Clients {
  return {
    astral: new AstralClient({ baseUrl: urls.astral, ...access.astral, ...common }),
    stormwall: new StormwallClient({ baseUrl: urls.stormwall, ...access.stormwall, ...common }),
    v2: new StormwallV2Client({ baseUrl: `${urls.stormwall}/v2`, ...access.stormwall, ...common }),
    v3: new StormwallV3Client({ baseUrl: urls.stormwall, ...access.v3, ...common }),
    // A refusal of ASNA is waited out for half a minute by default.
    asna: new AsnaClient({ baseUrl: urls.asna, ...access.asna, ...common, rateLimitFloorMs: 0 }),
    reestro: new ReestroClient({ baseUrl: urls.reestro, ...access.reestro, ...common }),
  };
}

/** Closes all of them. */
export async function closeAll(clients: Clients): Promise<void> {
  await Promise.all(
    [clients.astral, clients.stormwall, clients.v2, clients.v3, clients.asna, clients.reestro].map((client) =>
      client.close(),
    ),
  );
}

/** A sandbox that listens, with what every operation needs to be called. */
export interface World extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly server: SandboxServer;
  readonly access: Access;
  readonly facts: Facts;
}

/** Starts a sandbox, with the credentials of a scenario where one is given, and the page to look inside where it is asked for. */
export async function world(
  seed: string,
  { scenario, inspector = false }: { readonly scenario?: Scenario; readonly inspector?: boolean } = {},
): Promise<World> {
  // The ledger holds every request between two looks at it.
  const sandbox = createSandbox({ seed, ledgerSize: 20_000 });
  if (scenario !== undefined) await sandbox.load(scenario);
  const server = await sandbox.listen({ port: 0, inspector });
  const { urls, credentials } = server;
  const access: Access = { urls, ...credentials, v3: { apiKey: sandbox.stormwall.apiKey() } };
  return {
    sandbox,
    server,
    access,
    facts: factsOf(sandbox, server),
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}

/** Ids of what is there from the start. */
export type Facts = ReturnType<typeof factsOf>;

function factsOf(sandbox: Sandbox, server: SandboxServer) {
  sandbox.asna.configure({ acceptedMs: 0, processingMs: 0 });
  sandbox.stormwall.configureV3({ certificateMs: 0 });
  sandbox.reestro.addEvent('released');
  sandbox.reestro.addMonitoring({ address: 'x' });
  const estate = '66:41:0204016:10';
  sandbox.reestro.addEstateObject(estate, { address: 'Екатеринбург, улица Малышева' });
  return {
    participant: sandbox.astral.participant().id,
    store: server.credentials.asna.auth.clientId,
    order: sandbox.asna.addOrder(),
    message: sandbox.asna.putMessage(2),
    estate,
    content: sandbox.reestro.addContent('signed and scanned').contentId,
    room: sandbox.reestro.addInspectionItem('room', { name: 'кухня' }),
    owner: sandbox.reestro.addInspectionItem('owner', { person: {} }),
    agent: sandbox.reestro.addInspectionItem('ownerRepresentative', {}),
    /** A name that nothing has yet. */
    unique: names(),
    /** A new inspection: a repair is finished once. */
    inspection: () => sandbox.reestro.addInspectionItem('inspection'),
  };
}

/** Names that are used once. */
export function names(): () => string {
  let used = 0;
  return () => `tried-${(used += 1)}`;
}
