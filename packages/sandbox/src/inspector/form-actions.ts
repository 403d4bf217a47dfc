import type { Context, Hono } from 'hono';
import { Actions, bodies } from './actions.ts';
import { check, failure, InputError } from './api.ts';
import { html } from './html/html.ts';
import { layout } from './html/page.ts';
import type { News } from './news.ts';
import { readText } from './read-text.ts';
import type { Inspected } from './watch.ts';

const FORM_BYTES = 1 << 20;

const UNITS: Readonly<Record<string, number>> = {
  milliseconds: 1,
  seconds: 1000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
};

type Fields = Readonly<Record<string, string>>;

/** What the page's forms post: the same actions as the API's, from texts. Each says what it did. */
function runners(actions: Actions): Readonly<Record<string, (fields: Fields) => Promise<string> | string>> {
  return {
    'publish-event': ({ data = '{}', ...fields }) =>
      `Published ${actions.publish(check(bodies.event, { ...fields, data: parse(data) }))}.`,
    'add-feed-event': (fields) =>
      `Added ${actions.addFeedEvents(check(bodies.feedEvent, numbers(fields, ['count']))).length}.`,
    'fire-webhook': (fields) => {
      const { length } = actions.fireWebhook(check(bodies.webhook, fields));
      return length === 0 ? 'Nobody has subscribed to it.' : `Sent to ${length}.`;
    },
    'deliver-again': ({ place }) =>
      actions.deliverAgain(Number(place)) ? 'Sent again.' : 'There is no such delivery.',
    'soft-errors': ({ type, code, ...scope }) => {
      actions.armSoftErrors(
        check(bodies.softErrors, { ...numbers(scope, ['times']), errors: [{ type, code }] }),
      );
      return 'Armed.';
    },
    'inject-fault': (fields) => {
      const known = numbers(fields, ['times', 'probability', 'status', 'retryAfter', 'delayMs']);
      return `Injected ${actions.injectFault(check(bodies.fault, known))}.`;
    },
    'remove-fault': async ({ id = '' }) =>
      (await actions.removeFault(id)) ? 'Removed.' : 'There is no such fault.',
    advance: ({ amount = '0', unit = 'milliseconds' }) =>
      `It is ${actions.advance(check(bodies.advance, { ms: Number(amount) * (UNITS[unit] ?? Number.NaN) }))}.`,
    reset: async () => {
      await actions.reset();
      return 'Everything is as at the start.';
    },
  };
}

/** Serves the forms: a post without the page's script comes back to its section. */
export function serveForms(app: Hono, inspected: Inspected, news: News): void {
  const run = runners(new Actions(inspected));
  app.post('/actions/:action', async (c) => {
    const scripted = c.req.header('accept') === 'application/json';
    try {
      const { section = 'requests', ...fields } = fieldsOf(await readText(c, FORM_BYTES));
      const action = c.req.param('action');
      const runner = Object.hasOwn(run, action) ? run[action] : undefined;
      if (runner === undefined) return c.json({ error: 'There is no such action.' }, 404);
      const message = await runner(fields);
      news.touch();
      return scripted ? c.json({ message }) : c.redirect(`/#${encodeURIComponent(section)}`, 303);
    } catch (error) {
      const [said, status] = failure(error instanceof Error ? error : new Error(String(error)));
      return scripted ? c.json(said, status) : refusalPage(c, said, status);
    }
  });
}

function refusalPage(
  c: Context,
  { error, issues }: { error: string; issues: InputError['issues'] },
  status: 400 | 413 | 500,
) {
  const said = issues.map(({ path, message }) => html`<li>${path.map(String).join('.')} ${message}</li>`);
  return c.html(
    layout(
      error,
      html`<main>
        <h1>${error}</h1>
        <ul>
          ${said}
        </ul>
        <p><a href="/">Back</a></p>
      </main>`,
    ),
    status,
  );
}

/** Fields that were filled in. */
function fieldsOf(body: string): Fields {
  return Object.fromEntries([...new URLSearchParams(body)].filter(([, value]) => value.trim() !== ''));
}

function numbers(fields: Fields, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, names.includes(name) ? Number(value) : value]),
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError('Bad input.', [{ path: ['data'], message: 'Expected JSON' }]);
  }
}
