import { type Check, failed, ok, unsure } from './check.ts';

/** A difference below this is the network's and the header's, which has whole seconds. */
const WORTH_A_WORD_MS = 60_000;

/**
 * Compares this machine's clock with the `Date` of an answer.
 *
 * @param mostMs - A difference beyond it breaks something; none does when it is absent.
 */
export function clockCheck(date: string | undefined, mostMs = Number.POSITIVE_INFINITY): Check {
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs)) return unsure('clock', 'The answer has no Date to compare with.');
  const difference = Date.now() - theirs;
  const apart = Math.abs(difference);
  if (apart < WORTH_A_WORD_MS) return ok('clock', 'Less than a minute apart from the vendor.');
  const detail = `This machine is ${spoken(apart)} ${difference > 0 ? 'ahead of' : 'behind'} the vendor.`;
  const advice = 'Set the clock of this machine, for example by NTP.';
  return apart > mostMs
    ? failed('clock', `${detail} A token does not live that long.`, advice)
    : unsure('clock', detail, advice);
}

function spoken(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
