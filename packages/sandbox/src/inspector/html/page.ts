import type { RecordedRequest } from '../../requests/ledger.ts';
import type { InspectorState } from '../watch.ts';
import { all, html, raw, type Html } from './html.ts';
import { requestsTable } from './requests.ts';
import { sections } from './sections.ts';

/** Not within a template: tools that compile one rewrite a closing script tag, with a helper of theirs. */
const SCRIPT = raw(['<script src="/script.js" defer>', 'script>'].join('</'));

/** The frame of every page. */
export function layout(title: string, content: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/style.css" />
        ${SCRIPT}
      </head>
      <body>
        ${content}
      </body>
    </html>`;
}

/** The page. */
export function page(requests: readonly RecordedRequest[], state: InspectorState): Html {
  return layout(
    'Partner APIs sandbox',
    html`<a class="skip" href="#requests">Skip to the requests</a>
      <header>
        <h1>Partner APIs sandbox</h1>
        <nav aria-label="Sections">
          <ul>
            <li><a href="#requests">Requests</a></li>
            ${all(sections, ({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
          </ul>
        </nav>
        <p id="connection" role="status">not live</p>
      </header>
      <main>
        <section id="requests" aria-labelledby="requests-title">
          <h2 id="requests-title">Requests</h2>
          ${requestsTable(requests)}
        </section>
        ${all(
          sections,
          ({ id, title, live, forms }) =>
            html`<section id="${id}" aria-labelledby="${id}-title">
              <h2 id="${id}-title">${title}</h2>
              <div class="forms">${forms}</div>
              <div class="live" data-live="${id}">${live(state)}</div>
            </section>`,
        )}
      </main>`,
  );
}

/** The state of every section, for the page's script to put in its place. */
export function liveSections(state: InspectorState): Html {
  return html`${all(sections, ({ id, live }) => html`<div class="live" data-live="${id}">${live(state)}</div>`)}`;
}
