// Presses the button of the page, as a browser without scripts does.
import assert from 'node:assert/strict';

export default async function press(at) {
  const page = await (await fetch(at)).text();
  const form = new FormData();
  for (const [, name] of page.matchAll(/<input type="hidden" name="([^"]+)"/g)) form.append(name, '');
  const answer = await fetch(at, { method: 'POST', body: form, headers: { origin: at }, redirect: 'manual' });
  assert.equal(answer.headers.get('location'), '/?services=2', `${answer.status}`);
}
