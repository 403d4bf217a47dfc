/**
 * Metrics of clients, consumers, feeds, forwarders and receivers of webhooks for Prometheus, through prom-client.
 *
 * @packageDocumentation
 */
import type { Hooks } from '@partner-apis/core';
import { register as defaultRegister, type Registry } from 'prom-client';
import { callMetrics } from './metrics/call-metrics.ts';
import { type HandlerHooks, HandlerMetrics } from './metrics/handler-metrics.ts';
import { type Watchable, WatchedParts } from './metrics/watched-parts.ts';
import { WebhookMetrics, type WebhookObservers } from './metrics/webhook-metrics.ts';

export type { HandlerHooks, Watchable, WebhookObservers };

/** Options of {@link prometheusMetrics}. */
export interface PrometheusOptions {
  /** Where the metrics are registered. Default: prom-client's own register. */
  readonly register?: Registry;
  /** What every name begins with. Default `partner_apis_`. */
  readonly prefix?: string;
  /** Upper bounds of the duration histograms, in seconds. Default 0.01 to 600: a poll may be held for ten minutes. */
  readonly buckets?: readonly number[];
}

/** Metrics of one process. */
export interface PartnerMetrics {
  /** For the option `hooks` of any client: durations and outcomes of calls, attempts by status, calls under way. */
  readonly hooks: Hooks;
  /**
   * For the option `hooks` of an Astral consumer: what became of events, and how long handlers took.
   *
   * @param name - Label `name` of the metrics; several consumers may share one.
   */
  consumerHooks(name: string): HandlerHooks;
  /**
   * For the option `hooks` of a webhook receiver of ASNA: what became of each request, and how long events took to be answered.
   *
   * @param name - Label `name` of the metrics; several receivers may share one.
   */
  receiverHooks(name: string): WebhookObservers;
  /**
   * Reads the `health()` of a consumer, a feed, a forwarder or a receiver whenever the metrics are asked for.
   *
   * @param name - Label `name` of the metrics, one per part.
   * @returns A function that ends it.
   * @throws ConfigurationError where another part is watched under the name.
   */
  watch(name: string, part: Watchable): () => void;
}

const BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];

/**
 * Registers the metrics of this process. Once per register: prom-client refuses a second metric of the same name.
 *
 * @example
 * ```ts
 * const metrics = prometheusMetrics();
 * const astral = new AstralClient({ apiKey, hooks: metrics.hooks });
 * const consumer = astral.consumer({ hooks: metrics.consumerHooks('signatures') }).on('signature.verified', handler);
 * metrics.watch('signatures', consumer);
 * createServer(async (_, response) => response.end(await register.metrics())).listen(9464);
 * ```
 */
export function prometheusMetrics({
  register = defaultRegister,
  prefix = 'partner_apis_',
  buckets = BUCKETS,
}: PrometheusOptions = {}): PartnerMetrics {
  const handlers = new HandlerMetrics(register, prefix, [...buckets]);
  const webhooks = new WebhookMetrics(register, prefix, [...buckets]);
  const parts = new WatchedParts(register, prefix);
  return {
    hooks: callMetrics(register, prefix, [...buckets]),
    consumerHooks: (name) => handlers.hooks(name),
    receiverHooks: (name) => webhooks.hooks(name),
    watch: (name, part) => parts.add(name, part),
  };
}
