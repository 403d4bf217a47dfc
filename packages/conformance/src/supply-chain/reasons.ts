/** Why we depend on a package that one of our manifests names; everything else comes along with one of these. */
export const reasons: Readonly<Record<string, string>> = {
  '@standard-schema/spec':
    'The types of Standard Schema, so that handlers take schemas of any library. No code.',
  'p-retry': 'Counts attempts and stops them; when and how long to wait is decided here.',
  undici:
    'The HTTP client of Node.js as a package: time limits per call, own connection pools, bodies that are never buffered, the same on every Node.js.',
  zod: 'The schemas of every operation, and the types that follow from them.',
  oauth4webapi: 'The client credentials grant, by the letter of OAuth 2.0.',
  'form-data-encoder': 'Parts and boundaries of multipart bodies, by the letter of RFC 7578.',
  hono: 'Routes and answers of the emulated vendors.',
  '@hono/node-server': 'Serves them on sockets of Node.js.',
  'tar-stream': 'Writes the archives that the emulated platform gives out: not by the code that reads them.',
  yaml: 'Scenarios in YAML.',
};

/** Why a package of ours works with one that a user has installed; nothing of it is loaded where it is not used. */
export const peerReasons: Readonly<Record<string, string>> = {
  '@opentelemetry/api': 'Spans and metrics, when `openTelemetryHooks()` is called.',
  'openapi-typescript': 'Types from a description of your own, in `partner-apis types`.',
  '@nats-io/jetstream': 'Hands events over to NATS.',
  amqplib: 'Hands events over to RabbitMQ.',
  bullmq: 'Hands events over to BullMQ.',
  ioredis: 'Stores on Redis.',
  kafkajs: 'Hands events over to Kafka.',
  pg: 'Stores on PostgreSQL.',
  'pg-boss': 'Hands events over to pg-boss.',
  msw: 'Runs the sandbox inside of msw.',
  vitest: 'Fixtures for tests.',
  '@nestjs/common': 'A module for NestJS.',
  fastify: 'A plugin for Fastify.',
  'fastify-plugin': 'Makes that plugin one of the whole application.',
  'prom-client': 'Metrics for Prometheus.',
};
