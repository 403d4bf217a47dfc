import type { Call } from './call.ts';

/** What the reader of an error must know before sending the request again by hand. */
export function afterwards(call: Call): string {
  if (!call.mayHaveArrived) {
    if (call.cutShort) return 'It was not sent to its end, so it was not carried out.';
    const answered = call.attempts.some(({ status }) => status !== undefined);
    return answered ? 'It was refused before, so it was not carried out.' : 'Nothing was sent.';
  }
  if (call.operation.safety !== 'unsafe') return 'It is safe to repeat.';
  return `It may have been carried out all the same, so it was not sent again: ${call.operation.uncertain ?? 'find out before you repeat it'}.`;
}
