import type { RecordedBody, RequestDetails } from '../../requests/details.ts';
import type { RecordedRequest } from '../../requests/ledger.ts';
import type { Mask } from '../mask.ts';
import { all, clockTime, html, type Html } from './html.ts';
import { json } from './json.ts';

/** Rows on the page: the last ones. */
export const ROWS = 500;

const HEADS = ['Time', 'Vendor', 'Method', 'Path', 'Status', 'ms', 'Fault'];

/** The table of requests, newest last. */
export function requestsTable(requests: readonly RecordedRequest[]): Html {
  return html`<div
    class="pane requests"
    id="requests-pane"
    tabindex="0"
    role="region"
    aria-label="Requests (list)"
  >
    <table class="requests">
      <caption>
        Requests
      </caption>
      <thead>
        <tr>
          ${all(HEADS, (head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody id="rows">
        ${all(requests, requestRow)}
      </tbody>
    </table>
  </div>`;
}

/** One row; its link leads to the details, which the page's script shows below the row instead. */
export function requestRow(request: RecordedRequest): Html {
  const { number, at, vendor, method, path, status, outcome, durationMs, fault } = request;
  return html`<tr id="r${number}" class="row ${tone(status, outcome)}">
    <td>${clockTime(at)}</td>
    <td>${vendor}</td>
    <td>${method}</td>
    <td><a href="/requests/${number}">${path}</a></td>
    <td>${status ?? outcome}</td>
    <td class="n">${durationMs === undefined ? '' : Math.round(durationMs)}</td>
    <td>${fault ?? ''}</td>
  </tr>`;
}

function tone(status: number | undefined, outcome: string): string {
  if (outcome === 'open') return 'open';
  if (status === undefined || status >= 500) return 'bad';
  return status >= 400 ? 'poor' : 'good';
}

/** Everything that is known of one request; the request is masked already. */
export function requestDetails(
  request: RecordedRequest,
  details: RequestDetails | undefined,
  mask: Mask,
): Html {
  const { method, path, query, headers, operation, participant, outcome } = request;
  const facts = Object.entries({ operation, 'who asked': participant, outcome, fault: request.fault }).filter(
    ([, value]) => value !== undefined,
  );
  const answer = details?.answer;
  return html`<div class="details">
    <p>${all(facts, ([name, value]) => html`<span class="fact">${name}: <b>${value}</b></span> `)}</p>
    <div class="halves">
      <section aria-label="Request">
        <h3>Request</h3>
        <p><code>${method} ${path}</code></p>
        ${
          Object.keys(query).length > 0
            ? html`<h4>Query</h4>
                ${json(query)}`
            : ''
        }
        <h4>Headers</h4>
        ${headerList(headers)}
        ${
          details === undefined
            ? body(
                { text: request.json === undefined ? '' : JSON.stringify(request.json), bytes: undefined },
                'application/json',
                mask,
              )
            : body(details.request, headers['content-type'] ?? '', mask)
        }
      </section>
      <section aria-label="Answer">
        <h3>Answer</h3>
        <p><code>${request.status ?? outcome}</code></p>
        ${
          answer === undefined
            ? ''
            : html`<h4>Headers</h4>
                ${headerList(mask.headers(answer.headers))}
                ${body(answer.body, answer.headers['content-type'] ?? '', mask)}`
        }
      </section>
    </div>
  </div>`;
}

function headerList(headers: Readonly<Record<string, string>>): Html {
  return html`<dl>
    ${all(
      Object.entries(headers),
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

function body({ text, bytes, parts }: RecordedBody, type: string, mask: Mask): Html {
  const size = bytes === undefined ? '' : ` (${bytes} bytes)`;
  if (parts !== undefined)
    return html`<h4>Files${size}</h4>
      <ul>
        ${all(
          parts,
          ({ field, name, type: partType, size: partSize }) =>
            html`<li>
              ${field === undefined ? '' : `${field}: `}<b>${name}</b>, ${partType ?? 'unknown type'},
              ${partSize} bytes
            </li>`,
        )}
      </ul>`;
  if (text === '')
    return html`<h4>Body${size}</h4>
      <p class="none">${bytes === 0 ? 'Empty.' : 'Not shown.'}</p>`;
  const shown = mask.body(text, type);
  const cut =
    bytes !== undefined && bytes > Buffer.byteLength(text)
      ? html`<p class="none">The beginning of it.</p>`
      : '';
  return html`<h4>Body${size}</h4>
    ${'json' in shown ? html`<div class="body">${json(shown.json)}</div>` : html`<pre class="body">${shown.text}</pre>`}${cut}`;
}
