import type { Call } from '../call/call.ts';

const CERTAIN = {
  'not sent': 'Nothing was sent.',
  'cut short': 'It was not sent to its end, so it was not carried out.',
  refused: 'It was refused before, so it was not carried out.',
} as const;

/** What the reader of an error must know before sending the request again by hand. */
export function whetherCarriedOut({ arrival: { state }, operation }: Call): string {
  if (state !== 'may have arrived') return CERTAIN[state];
  if (operation.safety !== 'unsafe') return 'It is safe to repeat.';
  return `It may have been carried out all the same, so it was not sent again: ${operation.uncertain ?? 'find out before you repeat it'}.`;
}
