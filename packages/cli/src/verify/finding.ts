import { json, type Seen } from './tap.ts';

/** What a probe found out: a value as the sandbox's settings have it, or what came that says none. */
export type Finding = { readonly observed: unknown } | { readonly untold: string };

/** It was found out. */
export function found(observed: unknown): Finding {
  return { observed };
}

/** It could not be told: from an answer, which is described without what it says, or for a reason in one sentence. */
export function untold(from: Seen | string): Finding {
  return {
    untold: `It could not be told: ${typeof from === 'string' ? from : `the vendor answered ${described(from)}.`}`,
  };
}

/** Status and outline of an answer. Its values are nobody's business but the vendor's and the user's. */
export function described({ status, headers, bytes }: Seen): string {
  if (bytes.toString('utf8').trim() === '') return `${status} without a body`;
  const body = json(bytes);
  if (body === undefined) return `${status} with ${headers['content-type'] ?? 'a body'} that is no JSON`;
  if (Array.isArray(body)) return `${status} with a JSON array of ${body.length}`;
  if (typeof body !== 'object' || body === null)
    return `${status} with the JSON ${JSON.stringify(body).slice(0, 20)}`;
  const names = Object.keys(body);
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return `${status} with a JSON object (${shown === '' ? 'without members' : shown}${names.length > MOST_NAMES ? ', …' : ''})`;
}

const MOST_NAMES = 8;
