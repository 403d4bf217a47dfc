import type { Success } from '@partner-apis/core/vendor';
import { softErrorsOfAnswer } from '../commands/conversion.ts';
import type { StormwallCallOptions } from '../api/options.ts';
import { Page } from '../lists/page.ts';
import { describeSoftErrors, type SoftError, type SoftErrorsMode } from '../api/soft-errors.ts';
import { SoftErrorsError } from '../api/soft-errors-error.ts';

/** What happened, and what to do about it. */
const READ = {
  what: 'was answered',
  hint: "Nothing was changed by reading, and reading again is safe: the codes say what may be missing from the answer or not up to date. The answer is in `data`; softErrors: 'return' gives both without an error.",
};
const CHANGE = {
  what: 'was carried out',
  hint: 'Stormwall has begun to act, so do not repeat it: look at the codes, and repair what was refused with further commands.',
};

/** Lists soft errors in the log, and rejects the call where the client or the call asks for it. Sees every success, `request()` included. */
export function reviewSoftErrors(mode: SoftErrorsMode): (success: Success) => void {
  return ({ name, safety, body, answer, result, options, context, logger, redact }) => {
    const found = softErrorsOfAnswer(body);
    if (found.length === 0) return;
    // What may be printed has the shape of what was found: masking changes texts only.
    const softErrors = redact(found) as readonly SoftError[];
    const listed = softErrors.map(({ type, code }) => ({ type, code }));
    const { what, hint } = safety === 'read' ? READ : CHANGE;
    const summary = `${name} ${what} with soft errors: ${describeSoftErrors(softErrors)}.`;
    const { vendor, operation, callId } = context;
    logger.warn({ vendor, operation, callId, softErrors: listed }, summary);
    // The pipeline has checked the options of the call, this vendor's among them.
    if (((options as StormwallCallOptions).softErrors ?? mode) !== 'throw') return;
    const data: unknown = result instanceof Page ? result : answer;
    throw new SoftErrorsError(summary, softErrors, data, { ...context, hint });
  };
}
