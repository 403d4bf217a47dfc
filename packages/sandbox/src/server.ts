import { Listener, type Served } from './http/listener.ts';
import type { Faults } from './faults/faults.ts';
import { readListenOptions, type ListenOptions } from './options.ts';
import { vendorNames, type VendorName, type Vendors } from './vendors.ts';

/** A sandbox that listens. */
export interface SandboxServer extends AsyncDisposable {
  /** Base URL of each vendor, without a slash at the end. */
  readonly urls: { readonly [Name in VendorName]: string };
  /** Options that a client of each vendor needs to be let in, to be spread into its constructor. */
  readonly credentials: { readonly [Name in VendorName]: Vendors[Name]['credentials'] };
  /** Closes the ports and every connection, held polls included. The sandbox itself keeps its state. */
  close(): Promise<void>;
}

/** Opens one listener per vendor. */
export async function listen(
  served: Readonly<Record<VendorName, Served>>,
  credentialsAt: (urls: SandboxServer['urls']) => SandboxServer['credentials'],
  faults: Faults,
  options: ListenOptions,
): Promise<SandboxServer> {
  const { port, host } = readListenOptions(options);
  const listeners = new Map<string, Listener>();
  const stop = faults.onRefusal(async (vendor, fault) => listeners.get(vendor)?.obey(fault));
  const close = async (): Promise<void> => {
    stop();
    await Promise.all([...listeners.values()].map((listener) => listener.close()));
  };
  const shown = host.includes(':') ? `[${host}]` : host;
  const open = async (name: VendorName, place: number): Promise<string> => {
    const listener = new Listener(served[name], host);
    await listener.open(port === 0 ? 0 : port + place);
    listeners.set(name, listener);
    await listener.obey(faults.refusal(name));
    return `http://${shown}:${listener.port}`;
  };
  try {
    const entries = await Promise.all(
      vendorNames.map(async (name, place) => [name, await open(name, place)] as const),
    );
    // Boundary: the entries cover every vendor name.
    const urls = Object.fromEntries(entries) as SandboxServer['urls'];
    return {
      urls,
      // A scenario with another seed brings others.
      get credentials() {
        return credentialsAt(urls);
      },
      close,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
