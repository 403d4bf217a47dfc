import { all, html, type Html } from './html.ts';

/** Most members shown of one object or list. */
const MOST = 1000;

/** JSON to read: every object and list can be folded away. */
export function json(value: unknown, name?: string, last = true): Html {
  const label = name === undefined ? '' : html`<span class="k">${JSON.stringify(name)}</span>: `;
  const comma = last ? '' : ',';
  if (typeof value !== 'object' || value === null)
    return html`<div>
      ${label}<span class="v-${value === null ? 'null' : typeof value}">${JSON.stringify(value) ?? ''}</span
      >${comma}
    </div>`;
  const list = Array.isArray(value);
  const members: readonly (readonly [string | undefined, unknown])[] = list
    ? value.map((item: unknown) => [undefined, item] as const)
    : Object.entries(value);
  const [open, close] = list ? ['[', ']'] : ['{', '}'];
  if (members.length === 0) return html`<div>${label}${open}${close}${comma}</div>`;
  const shown = members.slice(0, MOST);
  return html`<details open class="json">
    <summary>${label}${open}</summary>
    <div class="in">
      ${all(shown, ([key, member], index) =>
        json(member, key, index === members.length - 1),
      )}${members.length > MOST ? html`<div>… ${members.length - MOST} more</div>` : ''}
    </div>
    ${close}${comma}
  </details>`;
}
