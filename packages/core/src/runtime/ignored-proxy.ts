import { isThisMachine } from '../transport/this-machine.ts';
import type { BaseUrl } from './base-url.ts';
import type { GuardedLogger, Logger } from '../observe/logger.ts';
import type { VendorProfile } from '../operation/profile.ts';

/** Loggers that have been told. */
const told = new WeakSet<Logger>();

/** Says once to each logger that a proxy which the environment names is not used. */
export function warnOfProxy(
  { vendor, title }: VendorProfile,
  base: BaseUrl,
  logger: GuardedLogger,
  given: Logger | undefined,
): void {
  if (given === undefined || told.has(given)) return;
  const variable = proxyVariable(base);
  if (variable === undefined) return;
  told.add(given);
  logger.warn(
    { vendor, variable },
    `${title}: ${variable} is set, and the client goes past it. To use it, give the client ` +
      "transport: undiciTransport({ proxy: 'environment' }).",
  );
}

/** The variable of the environment that names a proxy for an address; undefined where none does, or where the address is left out. */
function proxyVariable({ origin, hostname }: BaseUrl): string | undefined {
  const env = globalThis.process?.env ?? {};
  if (isThisMachine(hostname) || isLeftOut(hostname, env['no_proxy'] || env['NO_PROXY'] || ''))
    return undefined;
  const names = origin.startsWith('https:') ? ['https_proxy', 'HTTPS_PROXY'] : ['http_proxy', 'HTTP_PROXY'];
  return [...names, 'all_proxy', 'ALL_PROXY'].find((name) => (env[name] ?? '') !== '');
}

/** Entries are names with all that is under them, or `*`; a port behind one is not looked at. */
function isLeftOut(hostname: string, list: string): boolean {
  return list.split(/[\s,]+/).some((entry) => {
    const name = entry.replace(/:\d+$/, '').replace(/^\*?\./, '');
    return name === '*' || (name !== '' && (hostname === name || hostname.endsWith(`.${name}`)));
  });
}
