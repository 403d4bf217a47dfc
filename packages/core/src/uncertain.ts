import type { Call } from './call.ts';

/** Whether nothing of the request can have reached the other side. */
export function nothingSent(call: Call): boolean {
  return !call.mayHaveArrived && !call.cutShort && call.attempts.every(({ status }) => status === undefined);
}

/** What the reader of an error must know before sending the request again by hand. */
export function afterwards(call: Call): string {
  if (!call.mayHaveArrived) {
    if (call.cutShort) return 'It was not sent to its end, so it was not carried out.';
    return nothingSent(call) ? 'Nothing was sent.' : 'It was refused before, so it was not carried out.';
  }
  if (call.operation.safety !== 'unsafe') return 'It is safe to repeat.';
  return `It may have been carried out all the same, so it was not sent again: ${call.operation.uncertain ?? 'find out before you repeat it'}.`;
}
