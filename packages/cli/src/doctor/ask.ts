import {
  type CallOptions,
  isAuthenticationError,
  isConnectionError,
  isHttpError,
  isPermissionDeniedError,
  isTimeoutError,
} from '@partner-apis/core';
import { type Check, failure, ok } from './check.ts';

/** A doctor does not wait: one try, 15 s at most. */
export const limits: CallOptions = {
  retries: 0,
  timeouts: { connectMs: 5_000, attemptMs: 10_000, deadlineMs: 15_000 },
};

/** What the links of a vendor's chain are called, and what to do where one breaks. */
export interface Links {
  readonly credential: string;
  /** What to do after a 401. */
  readonly refused: string;
  readonly permission: string;
  /** What to do after a 403. */
  readonly forbidden: string;
  readonly read: string;
}

/** The part of an answer that the checks after it need. */
export interface Answered<Data> {
  readonly data: Data;
  readonly date: string | undefined;
}

interface Withable<Data> {
  withResponse(): PromiseLike<{ data: Data; response: { headers: Readonly<Record<string, string>> } }>;
}

/** Makes one read and tells from how it ends which links of the chain hold: connection, credential, permission, the read itself. */
export async function* ask<Data>(
  read: () => Withable<Data>,
  links: Links,
): AsyncGenerator<Check, Answered<Data> | undefined, undefined> {
  const connected = ok('connection', 'The vendor answers.');
  try {
    const { data, response } = await read().withResponse();
    yield connected;
    yield ok(links.credential, 'Accepted.');
    yield ok(links.permission, 'Granted.');
    return { data, date: response.headers['date'] };
  } catch (error) {
    if (isConnectionError(error) || isTimeoutError(error)) {
      yield failure('connection', error);
    } else if (isAuthenticationError(error) && error.status !== 0) {
      yield connected;
      yield failure(links.credential, error, links.refused);
    } else if (isPermissionDeniedError(error)) {
      yield connected;
      yield ok(links.credential, 'Accepted.');
      yield failure(links.permission, error, links.forbidden);
    } else {
      if (isHttpError(error) && error.status !== 0) yield connected;
      yield failure(links.read, error);
    }
    return undefined;
  }
}
