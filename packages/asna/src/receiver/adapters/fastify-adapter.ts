import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { WebhookEndpoint } from '../webhook-endpoint.ts';
import { answerTo, keptBytes, letGo } from './node-adapter.ts';

/** What is used of a Fastify request. */
export interface FastifyRequestLike {
  /** The request of Node.js. */
  readonly raw: IncomingMessage;
  /** What the parser of the plugin left: bytes. */
  readonly body?: unknown;
}

/** What is used of a Fastify reply. */
export interface FastifyReplyLike {
  /** Sets the status. */
  code(status: number): unknown;
  /** Sets headers. */
  headers(headers: Record<string, string>): unknown;
  /** Sends the answer. */
  send(body: string): unknown;
}

/** What is used of a Fastify instance. */
export interface FastifyLike {
  /** Has bodies parsed by nobody else: the signature is over the bytes. */
  removeAllContentTypeParsers(): unknown;
  /** Names the parser of a media type. */
  addContentTypeParser(
    type: string,
    parser: (
      request: FastifyRequestLike,
      payload: IncomingMessage,
      done: (error: Error | null, body?: unknown) => void,
    ) => void,
  ): unknown;
  /** Names the handler of a path, whatever the method. */
  all(
    path: string,
    handler: (request: FastifyRequestLike, reply: FastifyReplyLike) => Promise<unknown>,
  ): unknown;
}

/** A plugin for Fastify: register it with a `prefix`. */
export type FastifyPlugin = (instance: FastifyLike) => Promise<void>;

/** Fastify encapsulates plugins: the parsers taken out here are taken out for this route only. */
export function fastifyPlugin(intake: WebhookEndpoint): FastifyPlugin {
  return async (instance) => {
    instance.removeAllContentTypeParsers();
    // Whatever the type, the body stays a stream; read under the receiver's own limits.
    instance.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    instance.all('/', async (request, reply) => {
      const stream = request.body instanceof Readable ? request.body : undefined;
      const answer = await answerTo(intake, { incoming: request.raw, bytes: keptBytes(request), stream });
      if (answer === undefined) return reply;
      reply.code(answer.status);
      reply.headers({ ...answer.headers });
      reply.send(answer.body);
      letGo(request.raw, intake);
      return reply;
    });
  };
}
