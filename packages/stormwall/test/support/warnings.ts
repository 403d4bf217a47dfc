import type { Logger } from '@partner-apis/stormwall';

/** A logger that keeps what it is warned of. */
export function warnings(): {
  readonly logger: Logger;
  readonly warned: [fields: object, message: string][];
} {
  const warned: [object, string][] = [];
  const logger: Logger = {
    debug() {},
    info() {},
    warn: (fields, message) => warned.push([fields, message]),
    error() {},
  };
  return { logger, warned };
}
