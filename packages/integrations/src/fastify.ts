/**
 * Partner APIs in Fastify: loops that live with the server, a health route, receivers of webhooks.
 *
 * @packageDocumentation
 */
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { Loop, LoopReport } from './loops/loop.ts';
import { Loops } from './loops/loops.ts';

export type { Loop, LoopReport };

/** A receiver of webhooks, as `createWebhookReceiver` of `@partner-apis/asna` makes it. */
export interface WebhookReceiverLike {
  /** Its plugin, to be registered with a `prefix`. */
  readonly fastify: (instance: FastifyInstance) => Promise<void>;
  /** Refuses new webhooks with 503, and resolves when running handlers are done or `drainMs` milliseconds have passed. */
  stop(options?: { readonly drainMs?: number }): Promise<void>;
}

/** Options of {@link partnerApis}. */
export interface PartnerApisPluginOptions {
  /** Consumers, feeds and forwarders by name: run when the server is ready, stopped before its connections close. */
  readonly loops?: Readonly<Record<string, Loop>>;
  /** Receivers by their path, such as `/webhooks/asna`. At the end they refuse new webhooks with 503 and finish those at work. */
  readonly receivers?: Readonly<Record<string, WebhookReceiverLike>>;
  /** Clients to close after everything else has stopped. */
  readonly clients?: readonly { close(): Promise<void> }[];
  /** Path of a route that answers 200 while every loop is live and 503 otherwise, with a report of each. Default: no such route. */
  readonly healthPath?: string;
  /** How long handlers of webhooks may go on after the end of the server began, in milliseconds. Default 10,000. */
  readonly drainMs?: number;
}

/**
 * A plugin for Fastify 5.
 *
 * @example
 * ```ts
 * await app.register(partnerApis, {
 *   loops: { signatures: astral.consumer().on('signature.verified', handler) },
 *   receivers: { '/webhooks/asna': receiver },
 *   clients: [astral, asna],
 *   healthPath: '/health',
 * });
 * ```
 */
export const partnerApis: FastifyPluginAsync<PartnerApisPluginOptions> = fastifyPlugin(register, {
  fastify: '5.x',
  name: '@partner-apis/integrations',
});

async function register(app: FastifyInstance, options: PartnerApisPluginOptions): Promise<void> {
  const { loops = {}, receivers = {}, clients = [], healthPath, drainMs = 10_000 } = options;
  const registry = new Loops();
  const log = { error: (message: string, err: unknown) => app.log.error({ err }, message) };
  const running = Object.entries(loops).map(([name, loop]) => registry.add(name, loop, log));
  if (healthPath !== undefined) {
    app.get(healthPath, async (_request, reply) => {
      const reports = registry.reports();
      const live = Object.values(reports).every((report) => report.live);
      return reply.code(live ? 200 : 503).send({ status: live ? 'ok' : 'error', loops: reports });
    });
  }
  for (const [prefix, receiver] of Object.entries(receivers)) {
    await app.register(receiver.fastify, { prefix });
  }
  app.addHook('onReady', async () => {
    for (const loop of running) loop.start();
  });
  // Before the server refuses connections: a health check still sees the loops stop, and ASNA is told to come again.
  app.addHook('preClose', async () => {
    await Promise.all([
      ...running.map((loop) => loop.stop()),
      ...Object.values(receivers).map((receiver) => receiver.stop({ drainMs })),
    ]);
  });
  app.addHook('onClose', async () => {
    await Promise.all(clients.map((client) => client.close()));
  });
}
