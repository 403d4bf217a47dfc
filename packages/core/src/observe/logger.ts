/** A pino-shaped logger; `console` does too, with less to read. */
export interface Logger {
  /** How each call ended. */
  debug(fields: object, message: string): void;
  /** What is worth knowing and needs nobody. */
  info(fields: object, message: string): void;
  /** What the client got over by itself, such as an attempt that is repeated. */
  warn(fields: object, message: string): void;
  /** What needs somebody, such as a reader that ended. */
  error(fields: object, message: string): void;
}

const silence = (): void => {};

/** A logger that never throws, and says whether anybody listens. */
export interface GuardedLogger extends Logger {
  /** True where nobody listens. */
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
