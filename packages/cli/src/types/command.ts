import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { StormwallV3Client } from '@partner-apis/stormwall';
import { loadEnvironment } from '../environment/load.ts';
import type { Output } from '../output.ts';
import { UsageError } from '../usage-error.ts';

const HELP = `Usage: partner-apis stormwall types [options]

Fetches the OpenAPI document of Stormwall, version 3, and prints the types of it, for StormwallV3Client<paths>. Needs the
package openapi-typescript beside this one: npm install --save-dev openapi-typescript typescript

Options:
  --out <file>       where the types go; a file that is there is written anew
  --env-file <file>  read variables from a .env file; what the environment already has stays
  --help             print this

Exit code: 0 done, 1 it could not be fetched or read, 2 wrong use.
`;

/** Where the vendor keeps its document. Public programs that use version 3. */
const DOCUMENT = '/v3/api/swagger.json';

/** `partner-apis stormwall`. */
export async function stormwallCommand(args: string[], { stdout, stderr }: Output): Promise<number> {
  const { values, positionals } = read(args);
  if (values.help) {
    stdout.write(HELP);
    return 0;
  }
  if (positionals.join() !== 'types') throw new UsageError('stormwall takes: types.');
  if (values['env-file'] !== undefined) loadEnvironment(values['env-file']);
  const { default: openapiTS, astToString } = await library();
  const client = StormwallV3Client.fromEnv();
  try {
    const document = await client.request({ method: 'GET', path: DOCUMENT });
    if (
      typeof document !== 'object' ||
      document === null ||
      !('openapi' in document) ||
      !('paths' in document)
    )
      throw new UsageError(`What Stormwall answers at ${DOCUMENT} is no OpenAPI document.`);
    // A copy as text: the library reads what is given to it as a document of its own version.
    const types = astToString(await openapiTS(JSON.stringify(document)));
    if (values.out === undefined) stdout.write(types);
    else {
      await writeFile(values.out, types);
      stderr.write(`Wrote ${values.out}\n`);
    }
    return 0;
  } finally {
    await client[Symbol.asyncDispose]();
  }
}

async function library() {
  try {
    return await import('openapi-typescript');
  } catch {
    throw new UsageError(
      'openapi-typescript is not installed: npm install --save-dev openapi-typescript typescript, beside @partner-apis/cli.',
    );
  }
}

function read(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        out: { type: 'string' },
        'env-file': { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
