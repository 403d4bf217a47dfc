/** Checks a Keyv in front of PostgreSQL; once stdin ends, the server is gone, and loading has to fail. */
import { once } from 'node:events';
import KeyvPostgres from '@keyv/postgres';
import { isPartnerApiError, keyvCursorStore, testCursorStore } from '@partner-apis/core';
import Keyv from 'keyv5';

// The driver throws what happens to its idle connections where nobody can catch it.
process.on('uncaughtException', () => {});

const [uri = ''] = process.argv.slice(2);
let count = 0;
const open = (): Keyv =>
  new Keyv({ store: new KeyvPostgres({ uri, table: `contract_${(count += 1)}`, max: 1 }) });

try {
  await testCursorStore(() => keyvCursorStore(open()));
} catch (error) {
  process.stdout.write(String(error));
  process.exit(1);
}
const store = keyvCursorStore(open());
await store.save('k', 'c1', undefined);
process.stdout.write('kept\n');
process.stdin.resume();
await once(process.stdin, 'end');
try {
  process.stdout.write(`${await store.load('k')}\n`);
} catch (error) {
  process.stdout.write(`${isPartnerApiError(error) ? error.code : String(error)}\n`);
}
process.exit();
