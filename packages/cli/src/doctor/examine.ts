import { type Environment, explainUnread, found, unread, type VendorName } from '../environment/names.ts';
import { type Check, failure, ok, unsure } from './check.ts';
import { examined } from './vendors.ts';

/** What was found at one vendor. */
export interface VendorReport {
  readonly vendor: VendorName;
  /** False as soon as one check failed. */
  readonly ok: boolean;
  readonly checks: readonly Check[];
}

/** Goes along the chain of one vendor, up to its first failure. */
export async function examine(vendor: VendorName, env: Environment): Promise<VendorReport> {
  const checks: Check[] = [];
  for await (const check of chain(vendor, env)) {
    checks.push(check);
    if (check.status === 'failed') break;
  }
  return { vendor, ok: checks.every(({ status }) => status !== 'failed'), checks };
}

async function* chain(vendor: VendorName, env: Environment): AsyncGenerator<Check, void, undefined> {
  for (const variable of unread(env)) {
    if (variable.vendor === vendor) yield unsure('variable', explainUnread(variable));
  }
  const { address, start } = examined[vendor];
  let checks;
  try {
    checks = start();
  } catch (error) {
    return yield failure('settings', error);
  }
  yield ok(
    'settings',
    found(vendor, env)
      .map((name) => masked(name, env[name] ?? ''))
      .join(', '),
  );
  // The client has checked it: there is no password in it.
  const url = new URL(env[`${vendor.toUpperCase()}_BASE_URL`] || address);
  yield ok('address', url.origin);
  yield* proxies(url, env);
  yield* checks;
}

/** Names of addresses are enough for a reader, and everything else may be a secret. */
function masked(name: string, value: string): string {
  return name.endsWith('_URL')
    ? name
    : `${name} (${value.length} ${value.length === 1 ? 'character' : 'characters'})`;
}

function* proxies({ hostname, protocol }: URL, env: Environment): Generator<Check> {
  if (/^(localhost|127\..*|\[::1\])$/.test(hostname)) return;
  const names = [`${protocol.slice(0, -1)}_proxy`, 'all_proxy'].flatMap((name) => [name.toUpperCase(), name]);
  const set = names.filter((name) => (env[name] ?? '') !== '');
  if (set.length === 0) return;
  yield unsure(
    'proxy',
    `${set.join(' and ')} is set, and the SDK connects directly.`,
    "Where only the proxy leads out, give the client transport: undiciTransport({ proxy: 'environment' }).",
  );
}
