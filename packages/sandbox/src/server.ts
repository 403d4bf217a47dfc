import { Listener, type Served } from './http/listener.ts';
import { openInspector, type Inspector } from './inspector/inspector.ts';
import type { Inspected } from './inspector/watch.ts';
import { hostInUrls } from './http/host-in-urls.ts';
import { readListenOptions, type ListenOptions } from './options.ts';
import { vendorNames, type VendorName, type Vendors } from './vendors.ts';

/** A sandbox that listens. */
export interface SandboxServer extends AsyncDisposable {
  /** Base URL of each vendor, without a slash at the end. */
  readonly urls: { readonly [Name in VendorName]: string };
  /** Options that a client of each vendor needs to be let in, to be spread into its constructor. */
  readonly credentials: { readonly [Name in VendorName]: Vendors[Name]['credentials'] };
  /** The page to look inside with, when it was asked for. */
  readonly inspector?: Inspector;
  /** Closes the ports and every connection, held polls included. The sandbox itself keeps its state. */
  close(): Promise<void>;
}

/** Opens one listener per vendor. */
export async function listen(
  served: Readonly<Record<VendorName, Served>>,
  credentialsAt: (urls: SandboxServer['urls']) => SandboxServer['credentials'],
  inspected: Inspected,
  options: ListenOptions,
): Promise<SandboxServer> {
  const { port, host, inspector: wanted } = readListenOptions(options);
  const { faults } = inspected.stage;
  let inspector: Awaited<ReturnType<typeof openInspector>> | undefined;
  const listeners = new Map<string, Listener>();
  const stop = faults.onRefusal(async (vendor, fault) => listeners.get(vendor)?.obey(fault));
  const close = async (): Promise<void> => {
    stop();
    await Promise.all([inspector?.close(), ...[...listeners.values()].map((listener) => listener.close())]);
  };
  const shown = hostInUrls(host);
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
    if (wanted !== false) {
      const { port: own = port === 0 ? 0 : port + vendorNames.length, token } = wanted === true ? {} : wanted;
      inspector = await openInspector(inspected, { port: own, host, token });
    }
    // Boundary: the entries cover every vendor name.
    const urls = Object.fromEntries(entries) as SandboxServer['urls'];
    return {
      urls,
      ...(inspector !== undefined && { inspector: { url: inspector.url, token: inspector.token } }),
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
