import { STATUS_CODES } from 'node:http';
import { jsonAnswer, Refusal, type Answer } from '../http/answer.ts';

/** Reasons of fatal errors. The manual gives the words of `badParams`; the others follow it. */
export const reasons = {
  badParams: [400, 'Invalid request params input'],
  badQuery: [400, 'Invalid request query input'],
  badPayload: [400, 'Invalid request payload input'],
  // Only the manual's text on tokens has this status: "after which commands will give the error 401".
  noToken: [401, 'Missing authentication'],
  unknownToken: [401, 'Invalid token'],
  revokedToken: [401, 'Token revoked'],
  expiredToken: [401, 'Expired token'],
  notPermitted: [403, 'The command is not permitted for this token'],
  notYours: [403, 'The object is not permitted for this token'],
  noCommand: [404, 'Not Found'],
  noObject: [404, 'Object not found'],
  wrongMethod: [405, 'The method is not applicable to this command'],
  // The manual has the limits (1 MB, 8 KB) but no status for them; these two are HTTP's own.
  longBody: [413, 'Payload content length greater than maximum allowed: 1048576'],
  notJson: [415, 'Unsupported Media Type'],
  longHeaders: [431, 'Request headers are larger than 8192 bytes'],
  tooFast: [503, 'Requests per second limit exceeded'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

/** Name of a fatal error. */
export type Reason = keyof typeof reasons;

/** A fatal error in the manual's shape: `statusCode`, `error`, `message`. */
export function fatal(reason: Reason, details?: string): Answer {
  const [status, message] = reasons[reason];
  return fatalStatus(status, details === undefined ? message : `${message}: ${details}`);
}

/** The same for any status. */
export function fatalStatus(statusCode: number, message = STATUS_CODES[statusCode] ?? 'Error'): Answer {
  return jsonAnswer(statusCode, { statusCode, error: STATUS_CODES[statusCode] ?? 'Error', message });
}

/** Ends a command that names an object which does not exist. */
export function refuseMissing(status: 404 | 400 | 403): never {
  throw new Refusal(fatalStatus(status, reasons.noObject[1]));
}

/** Ends a command with a fatal error; nothing has been started (manual, error levels). */
export function refuse(reason: Reason, details?: string): never {
  throw new Refusal(fatal(reason, details));
}
