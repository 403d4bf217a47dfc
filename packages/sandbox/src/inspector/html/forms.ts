import { all, html, type Html } from './html.ts';

/** One field of a form. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'number' | 'area';
  readonly options?: readonly string[];
  readonly value?: string;
  readonly required?: boolean;
}

/** A form that works without a script too: it is posted, and the page comes back. */
export function form(action: string, button: string, fields: readonly Field[], section: string): Html {
  return html`<form method="post" action="/actions/${action}" data-action="${action}">
    <input type="hidden" name="section" value="${section}" />
    <div class="fields">
      ${all(fields, (field) => input(action, field))}<button type="submit">${button}</button>
    </div>
    <output role="status"></output>
  </form>`;
}

/** A button in a row. */
export function rowButton(
  action: string,
  name: string,
  value: string | number,
  label: string,
  what: string,
  section: string,
): Html {
  return html`<form method="post" action="/actions/${action}" data-action="${action}" class="inline">
    <input type="hidden" name="section" value="${section}" /><input
      type="hidden"
      name="${name}"
      value="${value}"
    /><button type="submit" data-key="${action}-${value}">${label}<span class="hidden"> ${what}</span></button
    ><output class="hidden" role="status"></output>
  </form>`;
}

function input(
  action: string,
  { name, label, type = 'text', options, value = '', required = false }: Field,
): Html {
  const id = `${action}-${name}`;
  const must = required ? html` required` : '';
  const control =
    options !== undefined
      ? html`<select id="${id}" name="${name}">
          ${all(options, (option) => html`<option>${option}</option>`)}
        </select>`
      : type === 'area'
        ? html`<textarea id="${id}" name="${name}" rows="2" spellcheck="false">${value}</textarea>`
        : html`<input
            id="${id}"
            name="${name}"
            value="${value}"
            type="${type}"
            step="any"
            min="0"
            autocomplete="off"
            spellcheck="false"
            ${must}
          />`;
  return html`<div class="field"><label for="${id}">${label}</label>${control}</div>`;
}
