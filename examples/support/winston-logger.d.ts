import type { Logger } from '@partner-apis/astral';
/** What is used of a winston logger, of version 3. */
export interface WinstonLike {
  log(level: string, message: string, fields: object): unknown;
}
/** A logger for the SDK that writes to winston, which by itself shows an error among the fields as `{}`. */
export declare function winstonLogger(winston: WinstonLike): Logger;
//# sourceMappingURL=winston-logger.d.ts.map
