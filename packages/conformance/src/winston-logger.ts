import type { Logger } from '@partner-apis/astral';

/** What is used of a winston logger, of version 3. */
export interface WinstonLike {
  log(level: string, message: string, fields: object): unknown;
}

/** A logger for the SDK that writes to winston, which by itself shows an error among the fields as `{}`. */
export function winstonLogger(winston: WinstonLike): Logger {
  const write = (level: keyof Logger) => (fields: object, message: string) =>
    void winston.log(level, message, withPlainError(fields));
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

/** `err` as pino writes it: type, message, stack, and what else the error has; the SDK's own errors hold no secrets. */
function withPlainError(fields: object): object {
  if (!('err' in fields) || !(fields.err instanceof Error)) return fields;
  const { name: type, message, stack } = fields.err;
  return { ...fields, err: { ...Object.fromEntries(Object.entries(fields.err)), type, message, stack } };
}
