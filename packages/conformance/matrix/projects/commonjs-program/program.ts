// A CommonJS service as older ones are: compiled to require(), beside a dependency that is an ES module and uses the packages too.
import { strict as assert } from 'node:assert';
import * as reestro from '@partner-apis/reestro';
import { AstralClient, isAuthenticationError, TimeoutError } from '@partner-apis/astral';
import har = require('@partner-apis/core/har');

async function main(): Promise<void> {
  const astral = AstralClient.fromEnv();
  const { events } = await astral.events.publish({
    code: 'greeting',
    consumer: ['a'],
    data: { text: 'hello' },
  });
  assert.equal(events.length, 1);
  const refused = await astral
    .with({ apiKey: 'wrong' })
    .events.poll()
    .catch((error: unknown) => error);
  assert.ok(isAuthenticationError(refused));
  assert.ok(refused instanceof reestro.AuthenticationError);
  await astral.close();

  // What an ES module in the same program has: import() that stays what it is.
  const load = new Function('name', 'return import(name)') as (
    name: string,
  ) => Promise<{ TimeoutError: unknown }>;
  assert.equal((await load('@partner-apis/stormwall')).TimeoutError, TimeoutError);
  assert.equal(typeof har.replayHar, 'function');
  console.log(`published on Node.js ${process.versions.node}`);
}

void main();
