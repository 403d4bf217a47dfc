import { type Secret, type SecretSource, secretSource } from '../secrets/secret.ts';
import type { AuthStrategy } from './strategy.ts';

/** Sends a secret as the whole value of one header, such as `X-API-Key`. */
export function headerKey(header: string, secret: Secret, option: string): AuthStrategy {
  return signed(header, secretSource(secret, option), 'header key', (value) => value);
}

/** Sends a secret as one cookie. No cookie jar: what the server sets is ignored. */
export function cookieToken(cookie: string, secret: Secret, option: string): AuthStrategy {
  // A value with one of these would end the cookie and start another.
  const source = secretSource(secret, option, /^[^;,"\\\s]*$/);
  return signed('cookie', source, 'cookie token', (value) => `${cookie}=${value}`);
}

/** One parameter of {@link schemeWithParameters}. */
export interface SchemeParameter {
  /** Name on the wire. */
  readonly name: string;
  /** Its value, or what gives it. */
  readonly secret: Secret;
  /** Option name for messages. */
  readonly option: string;
}

/**
 * Sends `Authorization: <scheme> a=…&b=…` with the parameters in the order given. Values are sent as they are, so `&`, `=` and
 * spaces in them are refused.
 */
export function schemeWithParameters(scheme: string, parameters: readonly SchemeParameter[]): AuthStrategy {
  const sources = parameters.map((parameter) => ({
    name: parameter.name,
    source: secretSource(parameter.secret, parameter.option, /^[^&=\s]*$/),
  }));
  const joined: SecretSource = {
    async get() {
      const pairs = await Promise.all(
        sources.map(async ({ name, source }) => `${name}=${await source.get()}`),
      );
      return `${scheme} ${pairs.join('&')}`;
    },
    seen: () => sources.flatMap(({ source }) => source.seen()),
  };
  return signed('authorization', joined, 'scheme with parameters', (value) => value);
}

/**
 * Puts what `source` gives into one header. Asked once per call, however often that is sent, and once more after a 401: a rotated secret
 * is worth a second try.
 */
function signed(
  header: string,
  source: SecretSource,
  name: string,
  format: (value: string) => string,
): AuthStrategy {
  const key = header.toLowerCase();
  return {
    name,
    authorize(headers, _signal, held) {
      const known = held?.[key];
      if (known !== undefined) {
        headers[key] = known;
        return undefined;
      }
      const value = source.get();
      if (typeof value === 'string') {
        headers[key] = format(value);
        return undefined;
      }
      return value.then((supplied) => {
        headers[key] = format(supplied);
      });
    },
    async onRejected(held) {
      const value = format(await source.get());
      if (value === held[key]) return 'stop';
      held[key] = value;
      return 'retry';
    },
    secrets: () => source.seen(),
  };
}
