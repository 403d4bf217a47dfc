import { type Call, titleOf } from '../call/call.ts';
import { isPartnerApiError } from '../errors/guards.ts';

/** The one log line of a call that has ended. Holds ids, statuses and codes; nothing that came over the wire. */
export function logOutcome(call: Call, error?: unknown): void {
  const { logger, profile } = call.runtime;
  if (logger.silent) return;
  const fields = {
    vendor: profile.vendor,
    operation: call.operation.id,
    callId: call.id,
    status: call.attempts.at(-1)?.status,
    attempts: call.attempts.length,
  };
  if (error === undefined) {
    logger.debug(fields, `${titleOf(call)} done`);
  } else {
    const code = isPartnerApiError(error) ? error.code : undefined;
    logger.debug({ ...fields, code }, `${titleOf(call)} failed`);
  }
}
