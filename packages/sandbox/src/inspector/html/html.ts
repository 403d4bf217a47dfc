import { html, raw } from 'hono/html';

/** A piece of a page: everything put into it was escaped. */
export type Html = ReturnType<typeof html>;

export { html, raw };

/** Joins pieces. */
export function all<Item>(items: readonly Item[], show: (item: Item, index: number) => Html): Html {
  return html`${items.map(show)}`;
}

/** A moment as a person reads it. */
export function clockTime(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(11, 23);
}

/** A table in a pane of fixed height, so that nothing on the page moves when rows arrive. */
export function table(
  label: string,
  heads: readonly string[],
  rows: readonly (readonly (Html | string | number)[])[],
): Html {
  const body =
    rows.length === 0
      ? html`<tr class="none">
          <td colspan="${heads.length}">None yet.</td>
        </tr>`
      : all(
          rows,
          (cells) =>
            html`<tr>
              ${all(cells, (cell) => html`<td>${cell}</td>`)}
            </tr>`,
        );
  return html`<div class="pane" tabindex="0" role="region" aria-label="${label} (list)">
    <table>
      <caption>
        ${label}
      </caption>
      <thead>
        <tr>
          ${all(heads, (head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div>`;
}

/** An id that is long: the beginning is shown, the whole is in the title. */
export function shortId(id: string): Html {
  return id.length <= 12 ? html`<code>${id}</code>` : html`<code title="${id}">${id.slice(0, 8)}…</code>`;
}
