import { fetchTransport } from './fetch/fetch-transport.ts';
import type { Transport } from './transport.ts';
import { Agent } from './undici/undici.ts';
import { undiciTransport, type UndiciTransportOptions } from './undici/undici-transport.ts';

/** The transport of a client that is given none: `undiciTransport()`, or `fetchTransport()` where undici does not run. */
export function defaultTransport(options?: UndiciTransportOptions): Transport {
  return undiciRuns() ? undiciTransport(options) : fetchTransport();
}

/** Bun replaces undici by a shell without dispatchers; Cloudflare's workerd does not compile the WebAssembly by which undici reads answers. */
function undiciRuns(): boolean {
  const agent: unknown = Agent.prototype;
  const { navigator } = globalThis;
  const onWorkerd = typeof navigator === 'object' && navigator.userAgent === 'Cloudflare-Workers';
  return !onWorkerd && typeof agent === 'object' && agent !== null && 'dispatch' in agent;
}
