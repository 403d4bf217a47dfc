import { ConfigurationError } from '../errors/configuration-error.ts';

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

/** A function given as a credential failed, or gave what cannot be one. The pipeline turns it into the error of each call it stopped. */
export class SupplierFailed extends Error {
  readonly option: string;
  /** What is wrong with the value it gave; undefined when it threw, and then that is the cause. */
  readonly fault: string | undefined;

  constructor(option: string, failure: { readonly fault: string } | { readonly cause: unknown }) {
    super(`the function given as ${option} failed`, 'cause' in failure ? failure : undefined);
    this.option = option;
    this.fault = 'fault' in failure ? failure.fault : undefined;
  }
}

/** Why a value cannot be a credential, without repeating it; undefined when it can. */
function faultOf(value: unknown, place: RegExp | 'form'): string | undefined {
  if (typeof value !== 'string') return `must be a string, got ${value === null ? 'null' : typeof value}`;
  if (value === '') return 'must not be empty';
  if (place === 'form') return /\p{Cc}/u.test(value) ? 'has control characters' : undefined;
  if (!/^[\x20-\x7e]*$/.test(value))
    return 'has control or non-ASCII characters, which cannot stand in an HTTP header';
  if (value !== value.trim()) return 'starts or ends with a space';
  if (!place.test(value)) return 'has characters that its HTTP header does not allow';
  return undefined;
}

/**
 * Checks a credential option.
 *
 * @param name - Option name for messages.
 * @param place - What the header it is sent in allows, beyond printable ASCII; `form` for one that goes out in a body.
 * @throws ConfigurationError at once for a bad string; `SupplierFailed` from `get()` when a supplier fails or gives a bad value.
 * The value is never repeated.
 */
export function secretSource(secret: Secret, name: string, place: RegExp | 'form' = /^/): SecretSource {
  if (typeof secret !== 'function') {
    const fault = faultOf(secret, place);
    if (fault !== undefined) throw new ConfigurationError(`${name} ${fault}.`);
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
        throw new SupplierFailed(name, { cause });
      }
      const fault = faultOf(value, place);
      if (fault !== undefined) throw new SupplierFailed(name, { fault });
      if (seen[0] !== value) seen = [value, ...seen.filter((old) => old !== value)].slice(0, REMEMBERED);
      return value;
    },
    seen: () => seen,
  };
}
