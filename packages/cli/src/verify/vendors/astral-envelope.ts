import { json, member, type Seen } from '../tap.ts';

/** The status in the envelope, which every JSON answer has; undefined where the answer is none of the platform's. */
export function statusIn({ bytes }: Seen): number | undefined {
  const status = member(json(bytes), 'status');
  return typeof status === 'number' ? status : undefined;
}

/** Whether an answer is a failure, by its status or by that in its envelope. */
export function failed(seen: Seen): boolean {
  return seen.status >= 400 || (statusIn(seen) ?? 0) >= 400;
}
