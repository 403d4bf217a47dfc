import {
  type CallOptions,
  isConnectionError,
  isHttpError,
  isResponseDecodeError,
  isResponseValidationError,
  isTimeoutError,
} from '@partner-apis/core/user';
import type { Caller } from '@partner-apis/core/vendor';
import { getEvent, probeTunnel } from '../api/event-operations.ts';
import { bodyStatus, problemOf } from '../api/profile.ts';

/** What {@link AstralClient.ping} found out. */
export interface Ping {
  /** True when everything works: tunnel, platform and key. */
  readonly ok: boolean;
  /** `down`: nothing listens at the base URL. `broken`: any other connection that failed; most often, the far side cannot be reached. */
  readonly tunnel: 'up' | 'down' | 'broken';
  /** Whether it was the platform that answered. */
  readonly platform: 'answered' | 'unknown';
  /** `unknown`: the key could not be asked about, or the answer to that was a failure of another kind. */
  readonly keyAccepted: boolean | 'unknown';
  /** What to do, when not everything works. */
  readonly hint?: string;
}

/** An event that does not exist: asking for it tells whether the key is accepted, and takes nothing. */
const NO_EVENT = '0'.repeat(32);

const LIMITS: CallOptions = {
  retries: 0,
  timeouts: { connectMs: 5_000, attemptMs: 10_000, deadlineMs: 15_000 },
};

/** Asks without the key, then with it. Rejects only for what is wrong on this side: an abort, a closed client, bad options. */
export async function ping(client: Caller, options: CallOptions = {}): Promise<Ping> {
  const limits = { ...LIMITS, ...options, timeouts: { ...LIMITS.timeouts, ...options.timeouts } };
  const tunnel = await probe(() => client.call(probeTunnel, {}, limits));
  if (tunnel.kind === 'silent') {
    return {
      ok: false,
      tunnel: tunnel.refused ? 'down' : 'broken',
      platform: 'unknown',
      keyAccepted: 'unknown',
      hint: tunnel.hint,
    };
  }
  if (!isEnvelope(tunnel.body)) {
    const hint = `${strangerOf(tunnel)} Check where stunnel connects to, and what else listens on that port.`;
    return { ok: false, tunnel: 'up', platform: 'unknown', keyAccepted: 'unknown', hint };
  }
  const key = await probe(() => client.call(getEvent, { params: { eventId: NO_EVENT } }, limits));
  const answered = { tunnel: 'up', platform: 'answered' } as const;
  if (key.kind === 'silent') return { ok: false, ...answered, keyAccepted: 'unknown', hint: key.hint };
  if (key.status === 401 && isEnvelope(key.body)) {
    return {
      ok: false,
      ...answered,
      keyAccepted: false,
      hint: 'The platform refused apiKey: ask the manager of the vendor for a valid one.',
    };
  }
  if (key.status === undefined || key.status === 404 || (key.status === 403 && isEnvelope(key.body)))
    return { ok: true, ...answered, keyAccepted: true };
  return {
    ok: false,
    ...answered,
    keyAccepted: 'unknown',
    hint: isEnvelope(key.body)
      ? `The platform answered with status ${key.status}: try again later.`
      : `${strangerOf(key)} Only the request without the key reached the platform.`,
  };
}

type Probed =
  | { readonly kind: 'silent'; readonly refused: boolean; readonly hint: string }
  | {
      readonly kind: 'answered';
      readonly status: number | undefined;
      readonly body: unknown;
      readonly hint?: string | undefined;
    };

async function probe(ask: () => PromiseLike<unknown>): Promise<Probed> {
  try {
    return { kind: 'answered', status: undefined, body: await ask() };
  } catch (error) {
    if (isHttpError(error) && error.status === 0) {
      const hint = 'The platform was not asked: the function given as apiKey failed.';
      return { kind: 'silent', refused: false, hint };
    }
    if (isHttpError(error))
      return { kind: 'answered', status: error.status, body: error.body, hint: error.hint };
    if (isConnectionError(error)) {
      const hint = error.hint ?? `The connection failed with ${error.reason}: see the log of stunnel.`;
      return { kind: 'silent', refused: error.reason === 'ECONNREFUSED', hint };
    }
    if (isTimeoutError(error)) {
      return {
        kind: 'silent',
        refused: false,
        hint:
          error.hint ?? 'The tunnel took the connection and stayed silent: stunnel or the platform hangs.',
      };
    }
    // A success that cannot be read came from something else than the platform.
    if (isResponseDecodeError(error) || isResponseValidationError(error))
      return { kind: 'answered', status: undefined, body: undefined, hint: error.hint };
    throw error;
  }
}

/** Who may have answered instead of the platform. */
function strangerOf({ status, hint }: Probed & { readonly kind: 'answered' }): string {
  const what = status === undefined ? 'Something answered' : `A gateway answered ${status}`;
  return `${what} that is not Astral.Platform.${hint === undefined ? '' : ` ${hint}`}`;
}

/** Every JSON answer of the platform, failures included, has the members of its envelope. */
function isEnvelope(body: unknown): boolean {
  return bodyStatus(body) !== undefined || typeof problemOf(body)?.title === 'string';
}
