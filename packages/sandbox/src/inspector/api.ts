import { Hono, type Context } from 'hono';
import * as z from 'zod';
import { ScenarioError } from '../scenario/part.ts';
import { Actions, bodies } from './actions.ts';
import type { News } from './news.ts';
import { readText, TooLargeBodyError } from './read-text.ts';
import type { Inspected, Watch } from './watch.ts';

/** Largest body of an action, and of a scenario. */
const ACTION_BYTES = 1 << 20;
const SCENARIO_BYTES = 256 << 20;

/** Bad input, with every place that is wrong. */
export class InputError extends Error {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];

  constructor(message: string, issues: InputError['issues']) {
    super(message);
    this.issues = issues;
  }
}

const numberText = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

const query = z.strictObject({
  vendor: z.string().optional(),
  operation: z.string().optional(),
  status: numberText.optional(),
  limit: numberText.optional(),
});

/** The control API, under `/api`. */
export function createApi(inspected: Inspected, watch: Watch, news: News): Hono {
  const { sandbox } = inspected;
  const actions = new Actions(inspected);
  const api = new Hono();

  api.get('/state', (c) => c.json(watch.state()));
  api.get('/requests', (c) => {
    const { vendor, operation, status, limit } = check(query, c.req.query());
    const filter = { ...(vendor && { vendor }), ...(operation && { operation }), ...(status && { status }) };
    const found = sandbox.requests(filter);
    return c.json(
      found.slice(-(limit ?? found.length) || found.length).map((record) => watch.mask.request(record)),
    );
  });
  api.get('/stream', (c) => {
    const events = news.listen(c.req.header('last-event-id'), c.req.raw.signal);
    return c.body(streamOf(events), 200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
    });
  });
  api.get('/scenario', (c) => c.json(sandbox.snapshot()));

  api.put('/scenario', async (c) => {
    await sandbox.load(check(z.record(z.string(), z.unknown()), await readJson(c, SCENARIO_BYTES)));
    return done(c);
  });
  api.post('/astral/events', async (c) =>
    c.json({ id: actions.publish(check(bodies.event, await readJson(c))) }, 201),
  );
  api.post('/reestro/events', async (c) =>
    c.json({ ids: actions.addFeedEvents(check(bodies.feedEvent, await readJson(c))) }, 201),
  );
  api.post('/asna/webhooks', async (c) =>
    c.json({ deliveries: actions.fireWebhook(check(bodies.webhook, await readJson(c))) }, 202),
  );
  api.post('/stormwall/soft-errors', async (c) => {
    actions.armSoftErrors(check(bodies.softErrors, await readJson(c)));
    return done(c);
  });
  api.post('/faults', async (c) =>
    c.json({ id: actions.injectFault(check(bodies.fault, await readJson(c))) }, 201),
  );
  api.delete('/faults/:id', async (c) =>
    (await actions.removeFault(c.req.param('id')))
      ? done(c)
      : c.json({ error: 'There is no such fault.' }, 404),
  );
  api.delete('/faults', async (c) => {
    await actions.clearFaults();
    return done(c);
  });
  api.post('/clock/advance', async (c) =>
    c.json({ now: actions.advance(check(bodies.advance, await readJson(c))) }),
  );
  api.post('/reset', async (c) => {
    await actions.reset();
    return done(c);
  });
  api.notFound((c) => c.json({ error: 'There is nothing here.' }, 404));
  api.onError((error, c) => c.json(...failure(error)));

  function done(c: Context): Response {
    news.touch();
    return c.body(null, 204);
  }
  return api;
}

/** What a failure answers: 400 with every place that is wrong, for what the sandbox refuses. */
export function failure(error: Error): [{ error: string; issues: InputError['issues'] }, 400 | 413 | 500] {
  if (error instanceof TooLargeBodyError) return [{ error: error.message, issues: [] }, 413];
  const refused = error instanceof TypeError || error instanceof RangeError;
  if (error instanceof InputError || error instanceof ScenarioError)
    return [{ error: error.message, issues: error.issues }, 400];
  return [
    { error: error.message, issues: refused ? [{ path: [], message: error.message }] : [] },
    refused ? 400 : 500,
  ];
}

/** A checked value, or an {@link InputError}. */
export function check<Value>(schema: z.ZodType<Value>, value: unknown): Value {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InputError(
    'Bad input.',
    parsed.error.issues.map(({ path, message }) => ({ path, message })),
  );
}

async function readJson(c: Context, limit = ACTION_BYTES): Promise<unknown> {
  const text = await readText(c, limit);
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError('The body is not JSON.', [{ path: [], message: 'Expected JSON' }]);
  }
}

/** A stream that is made as fast as it is read. */
function streamOf(source: AsyncGenerator<string, void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await source.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await source.return(undefined);
    },
  });
}
