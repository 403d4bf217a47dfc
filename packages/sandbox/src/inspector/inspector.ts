import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { Connection } from '../http/exchange.ts';
import { bind } from '../http/free-port.ts';
import { hostInUrls } from '../http/host-in-urls.ts';
import { guard } from './access.ts';
import { createApi } from './api.ts';
import { SCRIPT } from './assets/script.ts';
import { STYLE } from './assets/style.ts';
import { serveForms } from './form-actions.ts';
import { html } from './html/html.ts';
import { layout, liveSections, page } from './html/page.ts';
import { requestDetails, requestRow, ROWS } from './html/requests.ts';
import { News } from './news.ts';
import { Watch, type Inspected } from './watch.ts';

/** Where the inspector is. */
export interface Inspector {
  /** With a slash at the end. */
  readonly url: string;
  /** For requests from elsewhere than this machine: `Authorization: Bearer …`. */
  readonly token: string;
}

/** The page to look inside with, and its API, until `close`. */
export async function openInspector(
  inspected: Inspected,
  {
    port,
    host,
    token = randomBytes(24).toString('base64url'),
  }: { port: number; host: string; token?: string | undefined },
): Promise<Inspector & { close(): Promise<void> }> {
  inspected.stage.ledger.details.start();
  const watch = new Watch(inspected);
  const news = new News(inspected, watch);
  const app = createApp(inspected, watch, news, token);
  const serve = getRequestListener((request, env) => app.fetch(request, env), {
    overrideGlobalObjects: false,
  });
  const server = createServer((incoming, outgoing) => {
    void serve(incoming, outgoing);
  });
  try {
    const bound = await bind(server, port, host);
    return {
      url: `http://${hostInUrls(host)}:${bound}/`,
      token,
      close: async () => {
        news.close();
        if (!server.listening) return;
        const closed = new Promise((resolve) => void server.close(resolve));
        server.closeAllConnections();
        await closed;
      },
    };
  } catch (error) {
    news.close();
    throw error;
  }
}

function createApp(inspected: Inspected, watch: Watch, news: News, token: string): Hono {
  const { sandbox, stage } = inspected;
  const app = new Hono<{ Bindings: Partial<Connection> }>();
  app.use('*', guard(token));
  // Boundary: what follows does not look at the connection.
  const pages = app as unknown as Hono;
  const last = () =>
    sandbox
      .requests()
      .slice(-ROWS)
      .map((record) => watch.mask.request(record));
  pages.get('/', (c) => c.html(page(last(), watch.state())));
  pages.get('/style.css', (c) => c.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }));
  pages.get('/script.js', (c) => c.body(SCRIPT, 200, { 'content-type': 'text/javascript; charset=utf-8' }));
  pages.get('/fragments/state', (c) => c.html(liveSections(watch.state())));
  pages.get('/fragments/rows', (c) => {
    const numbers = new Set((c.req.query('numbers') ?? '').split(',').slice(0, ROWS).map(Number));
    const found = sandbox.requests().filter(({ number }) => numbers.has(number));
    return c.html(html`${found.map((record) => requestRow(watch.mask.request(record)))}`);
  });
  pages.get('/requests/:number', (c) => {
    const number = Number(c.req.param('number'));
    const record = stage.ledger.get(number);
    if (record === undefined) return c.notFound();
    const shown = requestDetails(watch.mask.request(record), stage.ledger.details.get(number), watch.mask);
    if (c.req.header('accept') === 'text/x-fragment') return c.html(shown);
    return c.html(
      layout(
        `Request ${number}`,
        html`<main>
          <h1>Request ${number}</h1>
          ${shown}
          <p><a href="/#requests">Back</a></p>
        </main>`,
      ),
    );
  });
  serveForms(pages, inspected, news);
  pages.route('/api', createApi(inspected, watch, news));
  return pages;
}
