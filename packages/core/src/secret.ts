import { AuthenticationError } from './errors/authentication-error.ts';
import { ConfigurationError } from './errors/configuration-error.ts';

/** A credential: its value, or a function that gets it each time it is needed, so that it can be rotated without a restart. */
export type Secret = string | (() => string | Promise<string>);

/** How many rotated-out values stay masked: an answer to an old request may still name one. */
const REMEMBERED = 4;

/** A checked {@link Secret}. */
export interface SecretSource {
  /** The value to send now. */
  get(): string | Promise<string>;
  /** Values handed out so far that must not be printed, newest first. */
  seen(): readonly string[];
}

/** Why a value cannot be a credential, without repeating it; undefined when it can. */
function fault(value: unknown, pattern: RegExp): string | undefined {
  if (typeof value !== 'string') return `must be a string, got ${value === null ? 'null' : typeof value}`;
  if (value === '') return 'must not be empty';
  if (!/^[\x20-\x7e]*$/.test(value))
    return 'has control or non-ASCII characters, which cannot stand in an HTTP header';
  if (value !== value.trim()) return 'starts or ends with a space';
  if (!pattern.test(value)) return 'has characters that its HTTP header does not allow';
  return undefined;
}

/**
 * Checks a credential option.
 *
 * @param name - Option name for messages.
 * @param allowed - What the place it is sent in allows, beyond printable ASCII.
 * @throws ConfigurationError at once for a bad string; from `get()` for a bad value of a supplier. The value is never repeated.
 */
export function secretSource(secret: Secret, name: string, allowed = /^/): SecretSource {
  if (typeof secret !== 'function') {
    const why = fault(secret, allowed);
    if (why !== undefined) throw new ConfigurationError(`${name} ${why}.`);
    const seen = [secret];
    return { get: () => secret, seen: () => seen };
  }
  let seen: readonly string[] = [];
  return {
    async get() {
      let value: string;
      try {
        value = await secret();
      } catch (cause) {
        throw new AuthenticationError(
          `The function given as ${name} failed, so nothing was sent.`,
          { status: 0, httpStatus: 0, headers: {}, body: undefined },
          { cause, hint: 'Its error is the cause.' },
        );
      }
      const why = fault(value, allowed);
      if (why !== undefined) throw new ConfigurationError(`The value that ${name} supplied ${why}.`);
      if (seen[0] !== value) seen = [value, ...seen.filter((old) => old !== value)].slice(0, REMEMBERED);
      return value;
    },
    seen: () => seen,
  };
}
