// The entry points that go with a package of others.
import { amqpSink } from '@partner-apis/forward/amqp';
import { bullmqSink } from '@partner-apis/forward/bullmq';
import { kafkaSink } from '@partner-apis/forward/kafka';
import { natsSink } from '@partner-apis/forward/nats';
import { pgBossSink } from '@partner-apis/forward/pg-boss';
import { postgresCursorStore } from '@partner-apis/forward/postgres';
import { redisDedupe } from '@partner-apis/forward/redis';
import { partnerApis } from '@partner-apis/integrations/fastify';
import { PartnerApisHealth } from '@partner-apis/integrations/nestjs';
import { prometheusMetrics } from '@partner-apis/integrations/prometheus';
import fastify from 'fastify';
import { Redis } from 'ioredis';
import { Pool } from 'pg';
import { Registry } from 'prom-client';

export const sinks = { amqpSink, bullmqSink, kafkaSink, natsSink, pgBossSink };
export const store = postgresCursorStore(new Pool());
export const dedupe = redisDedupe(new Redis());
export const app = fastify().register(partnerApis, { loops: {} });
export const metrics = prometheusMetrics({ register: new Registry() });
export const health: typeof PartnerApisHealth = PartnerApisHealth;
