import { ConfigurationError } from '../errors/configuration-error.ts';

/** Refuses options of a transport that could only fail later, call by call. */
export function checkUndiciOptions(options: {
  readonly dispatcher?: unknown;
  readonly proxy?: unknown;
  readonly tls?: unknown;
}): void {
  const { dispatcher, proxy, tls } = options;
  if (dispatcher !== undefined && !hasMethods(dispatcher, ['dispatch', 'request', 'compose']))
    throw wrong('undiciTransport', 'dispatcher must be a dispatcher of undici, such as new ProxyAgent(...).');
  if (dispatcher !== undefined && tls !== undefined)
    throw wrong('undiciTransport', 'tls does not apply beside dispatcher: give it to the dispatcher.');
  if (dispatcher !== undefined && proxy !== undefined)
    throw wrong('undiciTransport', 'proxy does not apply beside dispatcher: give one of the two.');
  if (tls === undefined) return;
  if (typeof tls !== 'object' || tls === null) throw wrong('undiciTransport', 'tls must be an object.');
  for (const name of ['ca', 'cert', 'key']) {
    const given: unknown = Reflect.get(tls, name);
    for (const item of Array.isArray(given) ? given : [given]) {
      if (item !== undefined && !isPem(item))
        throw wrong(
          'undiciTransport',
          `tls.${name} is not PEM: give the text that begins with "-----BEGIN", not a path to it and not DER.`,
        );
    }
  }
}

/** Refuses what is no `fetch`. */
export function checkFetch(fetch: unknown): void {
  if (fetch !== undefined && typeof fetch !== 'function')
    throw wrong('fetchTransport', 'fetch must be a function shaped like the global fetch.');
}

function isPem(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('-----BEGIN ');
  return (
    value instanceof Uint8Array &&
    Buffer.from(value.buffer, value.byteOffset, value.byteLength).includes('-----BEGIN ')
  );
}

function hasMethods(value: unknown, names: readonly string[]): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    names.every((name) => typeof Reflect.get(value, name) === 'function')
  );
}

function wrong(transport: string, what: string): ConfigurationError {
  return new ConfigurationError(`${transport}: ${what}`);
}
