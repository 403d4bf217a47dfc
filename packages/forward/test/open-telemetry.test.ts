import {
  type Attributes,
  context,
  metrics,
  type Meter,
  propagation,
  type Span,
  type SpanOptions,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { astralSource, forward, openTelemetryHooks } from '@partner-apis/forward';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { MemorySink } from './support/memory-sink.ts';
import { ALONE, SOON, stage } from './support/stage.ts';

/** A tracer, a meter and a propagator that write down what they are told. */
function record() {
  const spans: { name: string; attributes: Attributes; failed: boolean }[] = [];
  const points: { name: string; value: number; attributes: Attributes }[] = [];
  const tracer = {
    startActiveSpan(name: string, options: SpanOptions, run: (span: Span) => unknown) {
      const attributes: Attributes = { ...options.attributes };
      let failed = false;
      const span = {
        setAttributes: (more: Attributes) => Object.assign(attributes, more),
        setStatus: () => void (failed = true),
        end: () => void spans.push({ name, attributes, failed }),
      };
      return run(span as unknown as Span);
    },
  } as unknown as Tracer;
  const instrument = (name: string) => {
    const add = (value: number, attributes: Attributes): void =>
      void points.push({ name, value, attributes });
    return { add, record: add };
  };
  trace.setGlobalTracerProvider({ getTracer: () => tracer });
  metrics.setGlobalMeterProvider({
    getMeter: () => ({ createHistogram: instrument, createCounter: instrument }) as unknown as Meter,
  });
  propagation.setGlobalPropagator({
    inject: (_, carrier, setter) =>
      setter.set(carrier, 'traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'),
    extract: () => context.active(),
    fields: () => ['traceparent'],
  });
  return { spans, points };
}

afterEach(() => {
  trace.disable();
  metrics.disable();
  propagation.disable();
});

test('each put is a span by the semantic conventions, and its context goes into the engine', async () => {
  const { spans, points } = record();
  const { sandbox, astral } = await stage();
  const sink = new MemorySink();
  let down = true;
  sink.before = () => {
    if (down) throw Object.assign(new Error('secret text'), { code: 'ECONNREFUSED' });
  };
  const forwarder = forward({
    source: astralSource(astral, ALONE),
    sink,
    retry: { minDelayMs: 10, maxDelayMs: 10 },
    hooks: await openTelemetryHooks(),
  });
  onTestFinished(async () => void (await forwarder.stop()));
  for (let n = 0; n < 3; n += 1) sandbox.astral.publish({ code: 'a' });
  void forwarder.run();
  await expect.poll(() => spans.length, SOON).toBeGreaterThan(0);
  down = false;
  await expect.poll(() => sandbox.astral.confirmed().length, SOON).toBe(3);
  const sent = {
    'messaging.system': 'memory',
    'messaging.operation.type': 'send',
    'messaging.operation.name': 'put',
  };
  const own = { 'messaging.batch.message_count': 3, 'forward.source': 'astral' };
  expect(spans[0]).toEqual({
    name: 'put events',
    attributes: { ...sent, ...own, 'error.type': 'ECONNREFUSED' },
    failed: true,
  });
  expect(spans.at(-1)).toEqual({ name: 'put events', attributes: { ...sent, ...own }, failed: false });
  expect(sink.contexts.at(-1)?.headers).toEqual({
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  });
  expect(points).toContainEqual({ name: 'messaging.client.sent.messages', value: 3, attributes: sent });
  expect(points.filter(({ name }) => name === 'messaging.client.operation.duration').length).toBe(
    spans.length,
  );
  expect(JSON.stringify([spans, points])).not.toContain('secret text');
});
