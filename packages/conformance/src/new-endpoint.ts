import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What `pnpm new:endpoint VENDOR NAME METHOD PATH` is told. */
export interface NewEndpoint {
  /** Folder under `packages`, such as `astral`. */
  readonly vendor: string;
  /** Resource and method, such as `events.history`. */
  readonly name: string;
  readonly method: string;
  /** Template, such as `/events/{eventId}/history`. */
  readonly path: string;
}

/** A file to write, by its path under the root. */
export type Written = ReadonlyMap<string, string>;

/**
 * The four places of an endpoint, with `TODO(…)` wherever only a person knows what to write. Nothing of that name exists, so `pnpm check` fails
 * until all of them are gone.
 *
 * @throws Error that says what is wrong with the words given, or which file stands in the way.
 */
export function newEndpoint(root: string, endpoint: NewEndpoint): Written {
  const { vendor, name, method, path } = endpoint;
  const [, resource, verb] = /^([a-z]\w*)\.([a-z]\w*)$/.exec(name) ?? [];
  if (resource === undefined || verb === undefined)
    throw new Error(`${name} is no name: give resource and method, such as events.history.`);
  if (!/^(GET|POST|PUT|PATCH|DELETE)$/.test(method))
    throw new Error(`${method} is no HTTP method that is used here.`);
  if (!path.startsWith('/')) throw new Error(`${path} is no path: it begins with a slash.`);
  const source = join('packages', vendor, 'src');
  if (!existsSync(join(root, source))) throw new Error(`There is no package ${vendor}.`);

  const constant = `${verb}${capital(resource)}`;
  const file = `${resource}-${verb}`.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const home = classFile(root, source, capital(resource));
  const operation = join(dirname(home), `${file}-operation.ts`);
  const files = new Map([
    [operation, operationFile(endpoint, constant)],
    [home, withMethod(readFileSync(join(root, home), 'utf8'), verb, constant, `./${file}-operation.ts`)],
    [join('packages/sandbox/src', vendor, `${file}-route.ts`), routeFile(endpoint, constant)],
    [join('packages', vendor, 'test', `${file}.test.ts`), testFile(endpoint)],
  ]);
  for (const path of files.keys())
    if (path !== home && existsSync(join(root, path))) throw new Error(`${path} exists already.`);
  return files;
}

/** Writes the files of {@link newEndpoint}. */
export function write(root: string, files: Written): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** Where the class of a resource is. */
function classFile(root: string, source: string, name: string): string {
  const found = globSync('**/*.ts', { cwd: join(root, source) }).find((file) =>
    new RegExp(`^export class ${name}\\b`, 'm').test(readFileSync(join(root, source, file), 'utf8')),
  );
  if (found === undefined) throw new Error(`No class ${name} in ${source}: write the resource first.`);
  return join(source, found);
}

function operationFile({ name, method, path }: NewEndpoint, constant: string): string {
  const params = Array.from(path.matchAll(/\{(\w+)\}/g), ([, param = '']) => `${param}: TODO('its schema')`);
  return `import { defineOperation } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';

/** ${method} ${path}. */
export const ${constant} = defineOperation({
  id: '${name}',
  summary: TODO('what it does, in one line'),
  source: TODO('which manual, which section'),
  evidence: TODO('manual, vendor-docs or third-party: how well it is evidenced'),
  method: '${method}',
  path: '${path}',
  safety: TODO('read, idempotent or unsafe: what happens when it is sent twice'),
${params.length === 0 ? '' : `  params: z.lazy(() => z.strictObject({ ${params.join(', ')} })),\n`}  response: TODO('a schema that is open for what the manual does not name'),
});
`;
}

function withMethod(text: string, verb: string, constant: string, from: string): string {
  const end = text.lastIndexOf('\n}');
  const method = `
  /**
   * ${'TODO'} what it does.
   *
   * @throws ${'TODO'} what it rejects with, and as every \`ApiCall\`.
   * @see ${'TODO'} the source of the operation
   */
  ${verb}(input: TODO, options?: CallOptions): ApiCall<TODO> {
    return this.#client.call(${constant}, { params: input }, options);
  }
`;
  return `import { ${constant} } from '${from}';\n${text.slice(0, end)}\n${method}${text.slice(end + 1)}`;
}

function routeFile({ name, method, path }: NewEndpoint, constant: string): string {
  return `import type { Route } from '../vendor.ts';

/** ${method} ${path}, from the vendor's manual and not from the client. Listed among the vendor's routes, and in the README. */
export const ${constant}Route: Route = {
  id: '${name}',
  method: '${method}',
  path: '${path.replaceAll(/\{(\w+)\}/g, ':$1')}',
  handler: TODO('what the vendor does and answers'),
};
`;
}

function testFile({ name }: NewEndpoint): string {
  return `import { describe, expect, test } from 'vitest';

describe('${name}', () => {
  test('TODO what it is for, against the sandbox', async () => {
    expect(await TODO('the call')).toEqual(TODO('what it resolves to'));
  });

  test.each(TODO('each bad input, with the path of the field'))('refuses %s before anything is sent', async () => {
    expect(TODO('the requests that were seen')).toEqual([]);
  });
});
`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
