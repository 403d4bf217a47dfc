/** A pino-shaped logger; `console` does too, with less to read. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

const silence = (): void => {};

/** A logger that never throws, and says whether anybody listens. */
export interface GuardedLogger extends Logger {
  readonly silent: boolean;
}

/** The default: says nothing. */
const silentLogger: GuardedLogger = {
  debug: silence,
  info: silence,
  warn: silence,
  error: silence,
  silent: true,
};

/** A logger that throws, or rejects, must not fail the call it reports on. */
export function guarded(logger: Logger | undefined): GuardedLogger {
  if (logger === undefined) return silentLogger;
  const guard =
    (level: keyof Logger) =>
    (fields: object, message: string): void => {
      try {
        // A program may give an async function where nothing is awaited.
        const result: unknown = logger[level](fields, message);
        if (result instanceof Promise) result.catch(silence);
      } catch {
        // Nowhere is left to report it.
      }
    };
  return {
    debug: guard('debug'),
    info: guard('info'),
    warn: guard('warn'),
    error: guard('error'),
    silent: false,
  };
}
