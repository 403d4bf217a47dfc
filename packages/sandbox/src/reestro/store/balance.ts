import { Refusal } from '../../http/answer.ts';
import { answer, failure } from '../failures.ts';
import type { Served } from './served.ts';

/** Takes a paid call off the balance; an empty one refuses in one of the two ways that clients have met. */
export function payFor({ state }: Served): void {
  const { balance } = state.settings;
  if (balance === 'empty-402') throw new Refusal(failure(402));
  if (balance === 'empty-400')
    throw new Refusal(
      answer(400, { code: 'validation', message: 'Недостаточно средств на балансе услуги', target: 'api' }),
    );
}
