/** A pino-shaped logger; `console` does too, with less to read. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

const silence = (): void => {};

/** The default: says nothing. */
export const silentLogger: Logger = { debug: silence, info: silence, warn: silence, error: silence };

/** A logger that throws must not fail the call it reports on. */
export function guarded(logger: Logger): Logger {
  if (logger === silentLogger) return logger;
  const guard =
    (level: keyof Logger) =>
    (fields: object, message: string): void => {
      try {
        logger[level](fields, message);
      } catch {
        // Nowhere is left to report it.
      }
    };
  return { debug: guard('debug'), info: guard('info'), warn: guard('warn'), error: guard('error') };
}
