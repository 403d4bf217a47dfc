/** The page's script: rows and states as they change, details below a row, forms without leaving the page. Without it the page works by links and posts. */
export const SCRIPT = `'use strict';
const MOST = 500;
const rows = document.getElementById('rows');
const pane = document.getElementById('requests-pane');
const connection = document.getElementById('connection');
const changed = new Set();
let rowTimer, stateTimer, epoch = 0;

function parse(html, context) {
  const holder = document.createElement(context);
  holder.innerHTML = html;
  return [...holder.children];
}

async function refreshRows() {
  rowTimer = undefined;
  const numbers = [...changed].slice(-MOST);
  changed.clear();
  const at = epoch;
  const answer = await fetch('/fragments/rows?numbers=' + numbers.join(','));
  if (!answer.ok || at !== epoch) return;
  const following = pane.scrollTop + pane.clientHeight >= pane.scrollHeight - 40;
  for (const row of parse(await answer.text(), 'tbody')) {
    const old = document.getElementById(row.id);
    prepare(row);
    if (!old) rows.append(row);
    else {
      const link = old.querySelector('a'), fresh = row.querySelector('a');
      fresh.setAttribute('aria-expanded', link.getAttribute('aria-expanded'));
      const focused = document.activeElement === link;
      old.replaceWith(row);
      if (focused) fresh.focus({ preventScroll: true });
      if (row.nextElementSibling?.classList.contains('detail')) void fill(row.nextElementSibling, fresh.href);
    }
  }
  const all = rows.getElementsByClassName('row');
  while (all.length > MOST) {
    if (all[0].nextElementSibling?.classList.contains('detail')) all[0].nextElementSibling.remove();
    all[0].remove();
  }
  if (following) pane.scrollTop = pane.scrollHeight;
}

async function refreshState() {
  stateTimer = undefined;
  const answer = await fetch('/fragments/state');
  if (!answer.ok) return;
  for (const fresh of parse(await answer.text(), 'div')) {
    const old = document.querySelector('main [data-live="' + fresh.dataset.live + '"]');
    if (!old || old.innerHTML === fresh.innerHTML) continue;
    const key = old.contains(document.activeElement) && document.activeElement.dataset.key;
    const label = old.contains(document.activeElement) && document.activeElement.getAttribute('aria-label');
    const places = [...old.querySelectorAll('.pane')].map((one) => [one.scrollLeft, one.scrollTop]);
    old.innerHTML = fresh.innerHTML;
    [...old.querySelectorAll('.pane')].forEach((one, index) => places[index] && one.scrollTo(...places[index]));
    const again = key ? old.querySelector('[data-key="' + CSS.escape(key) + '"]') : label ? old.querySelector('[aria-label="' + CSS.escape(label) + '"]') : undefined;
    again?.focus({ preventScroll: true });
  }
}

function prepare(row) {
  const link = row.querySelector('a');
  link.setAttribute('role', 'button');
  link.setAttribute('aria-expanded', 'false');
}

async function fill(detail, href) {
  const answer = await fetch(href, { headers: { accept: 'text/x-fragment' } });
  detail.firstElementChild.innerHTML = answer.ok ? await answer.text() : 'It is not remembered any more.';
}

async function toggle(row) {
  const link = row.querySelector('a');
  const next = row.nextElementSibling;
  if (next?.classList.contains('detail')) {
    next.remove();
    link.setAttribute('aria-expanded', 'false');
    return;
  }
  const detail = document.createElement('tr');
  detail.className = 'detail';
  const cell = detail.insertCell();
  cell.colSpan = row.cells.length;
  cell.textContent = '…';
  row.after(detail);
  link.setAttribute('aria-expanded', 'true');
  await fill(detail, link.href);
  detail.scrollIntoView({ block: 'nearest' });
  row.scrollIntoView({ block: 'nearest' });
}

rows.addEventListener('click', (event) => {
  const row = event.target.closest('.row');
  if (!row || event.metaKey || event.ctrlKey || String(getSelection()) !== '') return;
  event.preventDefault();
  void toggle(row);
});
rows.addEventListener('keydown', (event) => {
  if (event.key !== ' ' || event.target.tagName !== 'A') return;
  event.preventDefault();
  void toggle(event.target.closest('.row'));
});

document.addEventListener('submit', async (event) => {
  const form = event.target;
  event.preventDefault();
  const output = form.querySelector('output');
  try {
    const answer = await fetch(form.action, { method: 'POST', headers: { accept: 'application/json' }, body: new URLSearchParams(new FormData(form)) });
    const said = await answer.json();
    output.className = (answer.ok ? '' : 'wrong ') + (output.classList.contains('hidden') ? 'hidden' : '');
    output.textContent = answer.ok ? said.message : said.issues?.map(({ path, message }) => (path.length ? path.join('.') + ': ' : '') + message).join(' ') || said.error;
  } catch {
    output.className = 'wrong';
    output.textContent = 'The sandbox does not answer.';
  }
});

for (const row of rows.children) prepare(row);
pane.scrollTop = pane.scrollHeight;
const stream = new EventSource('/api/stream');
stream.addEventListener('open', () => { connection.textContent = 'live'; connection.className = 'live'; });
stream.addEventListener('error', () => { connection.textContent = 'not live'; connection.className = ''; });
stream.addEventListener('request', (event) => {
  const { number } = JSON.parse(event.data);
  changed.delete(number);
  changed.add(number);
  rowTimer ??= setTimeout(refreshRows, 100);
});
stream.addEventListener('state', () => { stateTimer ??= setTimeout(refreshState, 50); });
stream.addEventListener('reset', () => { epoch += 1; changed.clear(); rows.replaceChildren(); });
`;
