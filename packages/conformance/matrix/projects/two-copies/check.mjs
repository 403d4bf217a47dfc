// Each vendor's package has a core of its own here, as after an upgrade of only one of them.
import { strict as assert } from 'node:assert';
import * as astral from '@partner-apis/astral';
import * as reestro from '@partner-apis/reestro';

assert.notEqual(astral.HttpError, reestro.HttpError, 'there is one copy of the core');

const client = new astral.AstralClient({
  baseUrl: process.env.ASTRAL_BASE_URL,
  apiKey: 'wrong',
  transport: reestro.undiciTransport(),
  retry: false,
});
const refused = await client.events.get('0'.repeat(32)).catch((error) => error);
await client.close();
const lost = await new astral.AstralClient({
  apiKey: 'wrong',
  baseUrl: 'http://127.0.0.1:1',
  retry: false,
}).events
  .get('0'.repeat(32))
  .catch((error) => error);
const caught = [
  [refused, ['PartnerApiError', 'HttpError', 'AuthenticationError']],
  [lost, ['PartnerApiError', 'ConnectionError']],
];
const classes = ['PartnerApiError', 'HttpError', 'AuthenticationError', 'ConnectionError', 'TimeoutError'];
for (const [error, kinds] of caught) {
  for (const name of classes) {
    const is = kinds.includes(name);
    assert.equal(reestro[`is${name}`](error), is, `is${name}(${error})`);
    assert.equal(error instanceof reestro[name], is, `${error} instanceof ${name}`);
  }
}
console.log('guards and instanceof see the errors of the other copy');
