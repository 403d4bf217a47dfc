import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WebhookEndpoint } from '../webhook-endpoint.ts';
import { answerTo, letGo, send } from './node-adapter.ts';
import { pathOf } from '../webhook-request.ts';

/** What is used of an Express request, of version 4 or 5. */
export interface ExpressRequest extends IncomingMessage {
  /** The path as it was asked for, wherever the middleware is mounted. */
  readonly originalUrl?: string;
  /** What `express.raw()` left: bytes. */
  readonly body?: unknown;
}

/** Middleware for Express. */
export type ExpressMiddleware = (
  request: ExpressRequest,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/** A path that is not the receiver's is passed on, errors go to `next`. */
export function expressMiddleware(intake: WebhookEndpoint): ExpressMiddleware {
  return (request, response, next) => {
    // Where middleware is mounted under a path, `url` lacks it.
    const path = request.originalUrl ?? request.url ?? '';
    if (intake.path !== undefined && pathOf(path) !== intake.path) return next();
    // express.raw() leaves the bytes; it leaves an empty object where there was nothing to read.
    const bytes = request.body instanceof Uint8Array ? request.body : undefined;
    answerTo(intake, { incoming: request, path, bytes }).then((answer) => {
      if (answer !== undefined) send(response, answer);
      letGo(request, intake);
    }, next);
  };
}
