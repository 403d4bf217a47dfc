import { type Caller, defineOperation } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { confirmEvents, nothingArrived, pollEvents } from '../../api/event-operations.ts';
import { problemOf } from '../../api/profile.ts';

/** What a poll or a sweep brought. */
export interface PollAnswer {
  /** The answer as it came: the manual does not give its shape, so nothing in it may make a whole batch fail. */
  readonly body: unknown;
  /** The HTTP status. */
  readonly status: number;
}

/** The platform, as far as the consumer's loop needs it; a seam for tests. */
export interface Platform {
  /** Waits up to `timeout` seconds for new events. Events come once this way. */
  poll(limit: number, timeout: number, signal: AbortSignal): Promise<PollAnswer>;
  /** Reads the unconfirmed events, oldest first; they stay where they are. */
  sweep(limit: number, signal: AbortSignal): Promise<PollAnswer>;
  /** Confirms; resolves to the platform's count, where it gave one. */
  confirm(eventIds: readonly string[], signal: AbortSignal): Promise<number | undefined>;
}

/**
 * The consumer watches the time by itself and ends a request by its signal. The limits of the transport only have to be out of the way, and
 * the client's own must not apply: a 30 s limit for ordinary calls would cut every long poll.
 */
const BY_SIGNAL = {
  connectMs: 10_000,
  headersMs: 900_000,
  idleMs: 900_000,
  attemptMs: Number.POSITIVE_INFINITY,
  deadlineMs: Number.POSITIVE_INFINITY,
};

const receive = defineOperation({
  ...pollEvents,
  response: z.lazy(() => z.unknown()),
  result: (answer: unknown) => answer,
  absorb: nothingArrived,
  timeouts: () => BY_SIGNAL,
});

/** Ids go out as they are kept, so that an id of an unforeseen shape can be confirmed too. */
const confirm = defineOperation({
  ...confirmEvents,
  body: z.lazy(() => z.strictObject({ events_id: z.readonly(z.array(z.string()).check(z.minLength(1))) })),
  response: z.lazy(() => z.unknown()),
  result: (answer: unknown) => {
    const count = problemOf(answer)?.['count'];
    return typeof count === 'number' ? count : undefined;
  },
  // An empty success is a success: the manual's answer (section 3.4) holds nothing but a count.
  absorb: ({ status, body }) =>
    status >= 200 && status < 300 && body === undefined ? { value: undefined } : undefined,
  timeouts: () => BY_SIGNAL,
});

/** The platform through a client: its credential, transport and hooks, but the loop's own limits and retries. */
export function platformOf(client: Caller): Platform {
  const options = (signal: AbortSignal) =>
    ({ signal, retries: 0, timeouts: BY_SIGNAL, validation: 'off' }) as const;
  const ask = async (
    query: { limit: number; timeout?: number; unconfirmed: boolean },
    signal: AbortSignal,
  ): Promise<PollAnswer> => {
    const { data, response } = await client.call(receive, { query }, options(signal)).withResponse();
    return { body: data, status: response.status };
  };
  return {
    poll: (limit, timeout, signal) => ask({ limit, timeout, unconfirmed: false }, signal),
    sweep: (limit, signal) => ask({ limit, unconfirmed: true }, signal),
    confirm: (eventIds, signal) => client.call(confirm, { body: { events_id: eventIds } }, options(signal)),
  };
}
