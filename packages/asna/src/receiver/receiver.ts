import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AsnaEventName } from '../api/event-names.ts';
import { readWebBody } from './adapters/body-reader.ts';
import { type ExpressMiddleware, expressMiddleware } from './adapters/express-adapter.ts';
import { type FastifyPlugin, fastifyPlugin } from './adapters/fastify-adapter.ts';
import { WebhookEndpoint } from './webhook-endpoint.ts';
import { answerTo, letGo, send } from './adapters/node-adapter.ts';
import { alreadyParsed } from './adapters/raw-body.ts';
import {
  checkReceiverOptions,
  type WebhookHandler,
  type WebhookReceiverOptions,
} from './receiver-options.ts';
import type { WebhookResponse } from './webhook-answer.ts';
import type { WebhookEvent } from './webhook-event.ts';
import type { WebhookReceiverHealth } from './webhook-hooks.ts';
import { announcedBytes, type WebhookRequest } from './webhook-request.ts';

/** A webhook whose `Event` is of one name. */
export type WebhookEventOf<Name extends string> = WebhookEvent & { readonly Event: Name };

/**
 * Receives ASNA's webhooks: verifies each over the bytes received, hands it to its handler once, and tells ASNA what became of it. Answers:
 * 200 handled, or known already; 400 no event; 401 signature; 404 and 405; 408 and 413; 500 the handler failed; 503 stopping, or the same
 * event is being handled.
 */
export class WebhookReceiver {
  readonly #intake: WebhookEndpoint;

  /** @internal */
  constructor(options: WebhookReceiverOptions) {
    checkReceiverOptions(options);
    this.#intake = new WebhookEndpoint(options);
  }

  /**
   * Names the handler of an event, or of several.
   *
   * @throws ConfigurationError for an event that has one.
   */
  on<const Name extends AsnaEventName>(
    event: Name | readonly Name[],
    handler: WebhookHandler<WebhookEventOf<Name>>,
  ): this {
    const names: readonly string[] = typeof event === 'string' ? [event] : event;
    // It is called with events of these names only.
    for (const name of names) this.#intake.delivery.on(name, handler as WebhookHandler);
    return this;
  }

  /**
   * Names the handler of every event that has none of its own, as the option `onUnknown` does.
   *
   * @throws ConfigurationError when there is one.
   */
  otherwise(handler: WebhookHandler): this {
    this.#intake.delivery.otherwise(handler);
    return this;
  }

  /** For anything that has a request in parts, such as a function in a cloud. Rejects with ConfigurationError for a parsed body. */
  handle(request: WebhookRequest): Promise<WebhookResponse> {
    return this.#intake.handle(request);
  }

  /** For `node:http`: `createServer(receiver.node)`. */
  readonly node = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = await answerTo(this.#intake, { incoming: request });
    if (answer !== undefined) send(response, answer);
    letGo(request, this.#intake);
  };

  /** For whatever speaks `fetch`: `(c) => receiver.fetch(c.req.raw)` in Hono, `{ fetch: receiver.fetch }` in Bun and Deno. */
  readonly fetch = async (request: Request): Promise<Response> => {
    if (request.bodyUsed) throw alreadyParsed('the body of its Request was read before the receiver got it');
    const { method, headers } = request;
    const head = { method, headers, path: new URL(request.url).pathname };
    const signature = this.#intake.admit(head, announcedBytes(headers));
    const answer = signature instanceof Uint8Array ? await this.#read(request, signature) : signature;
    return new Response(answer.body, { status: answer.status, headers: answer.headers });
  };

  /** For Fastify: `app.register(receiver.fastify, { prefix: '/webhooks/asna' })`. */
  readonly fastify: FastifyPlugin = (instance) => fastifyPlugin(this.#intake)(instance);

  /** For Express, 4 or 5, before any body parser: `app.post('/webhooks/asna', receiver.express())`. */
  express(): ExpressMiddleware {
    return expressMiddleware(this.#intake);
  }

  /**
   * Refuses new webhooks with 503, and resolves when the running handlers are done: at once when there are none, after `drainMs` at the
   * latest; their signals abort then.
   */
  stop({ drainMs }: { readonly drainMs?: number } = {}): Promise<void> {
    return this.#intake.delivery.stop(drainMs);
  }

  /** How the receiver is doing: for a readiness probe, and for metrics. */
  health(): WebhookReceiverHealth {
    return this.#intake.health();
  }

  async #read(request: Request, signature: Uint8Array): Promise<WebhookResponse> {
    const body = await readWebBody(request.body, this.#intake);
    if (body === 'large' || body === 'slow') return this.#intake.refuse(body);
    if (body === 'gone') return this.#intake.gone();
    return this.#intake.accept(signature, body);
  }
}

/**
 * Makes a receiver of webhooks.
 *
 * @example
 * ```ts
 * const receiver = createWebhookReceiver({ secrets: asna.webhooks.secretSupplier() }).on('stocks_full', async (event) => {
 *   await markProcessed(event.MessageId);
 * });
 * createServer(receiver.node).listen(8080);
 * ```
 * @throws ConfigurationError for options that cannot work.
 */
export function createWebhookReceiver(options: WebhookReceiverOptions): WebhookReceiver {
  return new WebhookReceiver(options);
}
