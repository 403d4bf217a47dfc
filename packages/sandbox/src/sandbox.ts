import type { FaultHandle, FaultSpec } from './faults/fault.ts';
import { Faults } from './faults/faults.ts';
import { createVendorApp } from './http/vendor-app.ts';
import type { Served } from './http/listener.ts';
import { Ledger, type RecordedRequest, type RequestFilter } from './requests/ledger.ts';
import { readSandboxOptions, type ListenOptions, type SandboxOptions } from './options.ts';
import { SandboxClock } from './time/sandbox-clock.ts';
import { loadScenario, saveScenario } from './scenario/stage.ts';
import type { Scenario } from './scenario/model/scenario.ts';
import { listen, type SandboxServer } from './server.ts';
import type { Vendor, VendorContext } from './vendor.ts';
import { vendorNames, vendors, type VendorName, type Vendors } from './vendors.ts';

/** What can go wrong between a client and the emulated vendors. */
export interface FaultControls {
  /** Adds a fault. The first one injected that matches a request is the one it meets. */
  inject<Vendor extends VendorName>(spec: FaultSpec<Vendor>): FaultHandle;
  /** Removes every fault; resolves when closed listeners accept connections again. */
  clear(): Promise<void>;
}

/** Time, and how to move it. */
export interface ClockControls {
  /** Epoch milliseconds by the sandbox's clock. */
  now(): number;
  /**
   * Moves time on: held polls end, tokens expire, packages change their status, webhooks are tried again, events leave the feed, in the
   * order in which they fall due. Throws a `RangeError` unless `ms` is a number from 0 to 100 years.
   */
  advance(ms: number): void;
}

/** Emulators of the vendors' APIs with one state, over HTTP or in process. Each vendor's controls are under its name. */
export type Sandbox = AsyncDisposable & { readonly [Name in VendorName]: Vendors[Name]['controls'] } & {
  /** Serves the vendors over HTTP, each on a port of its own. */
  listen(options?: ListenOptions): Promise<SandboxServer>;
  /** Serves one request without a socket; faults that need one reject as a failed `fetch` does. */
  fetch(vendor: VendorName, request: Request): Promise<Response>;
  /** Keys and participant ids by vendor, for people to read. */
  readonly facts: { readonly [Name in VendorName]: Readonly<Record<string, string>> };
  /** Environment variables that point clients at these addresses with the default credentials. */
  environment(urls: SandboxServer['urls']): Record<string, string>;
  /** What goes wrong between client and vendors. */
  readonly faults: FaultControls;
  /** Time for everything in the sandbox; `clock.advance(ms)` moves it on, whatever clock the sandbox was made with. */
  readonly clock: ClockControls;
  /** The requests received, oldest first: the last 1,000, or `ledgerSize`. */
  requests(filter?: RequestFilter): RecordedRequest[];
  /** Calls back for every request, when it comes in (`outcome: 'open'`) and when it is settled; returns how to stop that. */
  onRequest(listener: (request: RecordedRequest) => void): () => void;
  /**
   * Starts over with what a scenario says, on top of what is always there. All of it is done before the promise is returned, which
   * resolves when closed listeners accept connections again. Rejects with a `ScenarioError` that has every place that is wrong; then
   * nothing was changed. Credentials follow from the scenario's seed, if it has another one.
   */
  load(scenario: Scenario): Promise<void>;
  /** A scenario that loads to the state of this moment, the content of files included. Requests, deliveries made and held polls are no part of it. */
  snapshot(): Scenario;
  /** Back to the start: no events, packets, faults, requests; default controls, and the time it was made with. Participants and their keys stay. */
  reset(): Promise<void>;
  /** Closes every server and deletes the temporary files. */
  close(): Promise<void>;
};

/** Makes a sandbox. Nothing listens until `listen()`. */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const { seed: first, clock: base, secondMs, ledgerSize } = readSandboxOptions(options);
  const clock = new SandboxClock(base);
  const context: VendorContext = { seed: first, clock, secondMs };
  const emulators = perVendor<Vendors>((name) => vendors[name].create(context));
  const operations = new Map(vendorNames.map((name) => [name, emulators[name].routes.map(({ id }) => id)]));
  const faults = new Faults(operations, first);
  const ledger = new Ledger(ledgerSize);
  const closing = new AbortController();
  const count = faults.count.bind(faults);
  const served = perVendor<Record<VendorName, Served>>((name) => {
    const vendor: Vendor = emulators[name];
    return {
      vendor,
      app: createVendorApp(vendor, { clock, ledger, faults, closing: closing.signal }),
      clock,
      count,
    };
  });
  const servers = new Set<SandboxServer>();
  const credentialsAt = (urls: SandboxServer['urls']): SandboxServer['credentials'] =>
    perVendor<SandboxServer['credentials']>((name) => {
      const vendor: Vendor<unknown, SandboxServer['credentials'][VendorName]> = emulators[name];
      return vendor.credentialsAt?.(urls[name]) ?? vendor.credentials;
    });

  const stage = { context, clock, emulators, faults, ledger };
  const close = async (): Promise<void> => {
    closing.abort(new Error('The sandbox was closed.'));
    await Promise.all([...servers].map((server) => server.close()));
    await Promise.all(vendorNames.map((name) => emulators[name].close()));
  };
  const sandbox: Sandbox = {
    ...pick(emulators, 'controls'),
    load: (scenario) => loadScenario(stage, scenario),
    snapshot: () => saveScenario(stage),
    listen: async (listenOptions = {}) => {
      const server = await listen(served, credentialsAt, { sandbox, stage }, listenOptions);
      servers.add(server);
      return server;
    },
    fetch: async (vendor, request) => {
      const response = await served[vendor].app.fetch(request);
      if (response.type === 'error') throw new TypeError('fetch failed');
      return response;
    },
    get facts() {
      return pick(emulators, 'facts');
    },
    environment: (urls) =>
      Object.fromEntries(
        vendorNames.flatMap((name) => Object.entries(emulators[name].environment(urls[name]))),
      ),
    clock: { now: () => clock.now(), advance: (ms) => clock.advance(ms) },
    faults: { inject: (spec) => faults.inject(spec), clear: () => faults.clear() },
    requests: (filter) => ledger.list(filter),
    onRequest: (listener) => ledger.onRequest(listener),
    reset: async () => {
      for (const name of vendorNames) emulators[name].reset();
      ledger.clear();
      clock.reset();
      await faults.clear();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
  return sandbox;
}

/** One value for each vendor, of that vendor's own type. */
function perVendor<Values extends { readonly [Name in VendorName]: unknown }>(
  make: (name: VendorName) => Values[VendorName],
): Values {
  // Boundary: the entries cover every vendor name, and each is made for its name.
  return Object.fromEntries(vendorNames.map((name) => [name, make(name)])) as Values;
}

function pick<Key extends keyof Vendor>(
  emulators: Vendors,
  key: Key,
): { readonly [Name in VendorName]: Vendors[Name][Key] } {
  const members = perVendor<Record<VendorName, Vendors[VendorName][Key]>>((name) => emulators[name][key]);
  // Boundary: each is the member of the vendor of its name.
  return members as { readonly [Name in VendorName]: Vendors[Name][Key] };
}
