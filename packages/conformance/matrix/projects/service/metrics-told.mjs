import assert from 'node:assert/strict';

/** What a scrape tells after a signed webhook and a forged one. */
export default async function metricsTold(at) {
  const answer = await fetch(new URL('/metrics', at));
  assert.match(answer.headers.get('content-type') ?? '', /^text\/plain; version=/);
  const text = await answer.text();
  const value = (start) =>
    text
      .split('\n')
      .find((line) => line.startsWith(start))
      ?.split(' ')
      .at(-1);
  assert.equal(value('partner_apis_webhooks_total{name="asna",outcome="handled"}'), '1');
  assert.equal(value('partner_apis_webhooks_total{name="asna",outcome="signature"}'), '1');
  assert.equal(value('partner_apis_live{name="asna"}'), '1');
  // The key was read for the first webhook, and anew after the forged one.
  const keys =
    'partner_apis_call_duration_seconds_count{vendor="asna",operation="webhooks.getKey",outcome="ok"}';
  assert.equal(value(keys), '2');
}
