import {
  AbortedError,
  AuthenticationError,
  BadRequestError,
  ConnectionError,
  HttpError,
  type HttpFailure,
  PermissionDeniedError,
  RateLimitError,
  ResponseDecodeError,
  ResponseValidationError,
  ServerError,
} from '@partner-apis/core';

const answer = (status: number, more: Partial<HttpFailure> = {}): HttpFailure => ({
  status,
  httpStatus: status,
  headers: {},
  body: undefined,
  ...more,
});

/** Ways to fail, by name. */
export const failures = {
  unreachable: () => new ConnectionError('No answer.', 'ECONNRESET'),
  '503': () => new ServerError('Overloaded.', answer(503)),
  '429 for a minute': () => new RateLimitError('Too many.', answer(429, { retryAfterMs: 60_000 })),
  'cut answer': () => new ResponseDecodeError('Cut.', { status: 200, body: '' }),
  'unknown shape': () => new ResponseValidationError('Odd.', [], {}),
  '400': () => new BadRequestError('Bad.', answer(400)),
  '401': () => new AuthenticationError('Who?', answer(401)),
  '403': () => new PermissionDeniedError('No.', answer(403)),
  '410': () => new HttpError('Gone.', answer(410)),
  closed: () => new AbortedError('The client was closed.'),
  'error of its own': () => new TypeError('fetch failed'),
} satisfies Record<string, () => Error>;
