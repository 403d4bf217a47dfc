/** What some entry points go with. */
export const peers = {
  '@nats-io/jetstream': '3.4.0',
  '@nats-io/transport-node': '3.4.0',
  '@nestjs/common': '12.5.1',
  '@opentelemetry/api': '1.10.0',
  amqplib: '2.3.1',
  bullmq: '6.7.0',
  fastify: '5.12.8',
  'fastify-plugin': '6.0.1',
  ioredis: '6.0.0',
  kafkajs: '2.2.4',
  msw: '3.0.5',
  pg: '8.23.1',
  'pg-boss': '12.38.0',
  'prom-client': '15.1.3',
  'reflect-metadata': '0.2.2',
  rxjs: '7.8.2',
};
