import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dereference, validate } from '@readme/openapi-parser';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { type Document, OpenAPIRouter, OpenAPIValidator } from 'openapi-backend';
import { beforeAll, describe, expect, test } from 'vitest';
import { openApiDocuments } from '../src/openapi/documents.ts';
import { examples } from '../src/openapi/examples.ts';
import { type Exchange, exchangesOfEveryOperation } from '../src/openapi/exchanges.ts';
import { vendors } from '../src/openapi/vendors.ts';
import { root } from '../src/workspace.ts';

const texts = Object.entries(openApiDocuments());

describe.each(texts)('%s', (name, text) => {
  test('the document in docs/openapi is the one that the operations make; pnpm openapi writes it', () => {
    expect(readFileSync(join(root, `docs/openapi/${name}.json`), 'utf8')).toBe(text);
  });

  test('a parser finds it valid', async () => {
    const result = await validate(JSON.parse(text) as Document);
    expect(result).toMatchObject({ valid: true, warnings: [] });
  });

  test('a linter finds nothing to say', async () => {
    // An address of the tunnel's local end is no mistake here.
    const config = await createConfig({
      extends: ['recommended'],
      rules: { 'no-server-example.com': 'off' },
    });
    const problems = await lintFromString({ source: text, absoluteRef: `${name}.json`, config });
    expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual(
      [],
    );
  });

  test('each operation of the package is in it, with its evidence and safety', () => {
    const vendor = vendors[name];
    // Boundary: we wrote it.
    const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, Record<string, string>>> };
    const written = Object.values(paths)
      .flatMap((methods) => Object.values(methods))
      .map((operation) => `${operation['operationId']} ${operation['x-evidence']} ${operation['x-safety']}`);
    const declared = vendor?.operations
      .filter(({ id }) => vendor.leftOut?.includes(id) !== true)
      .map(({ id, evidence, safety }) => `${id} ${evidence} ${safety}`);
    expect(new Set(written)).toEqual(new Set(declared));
  });
});

test('every example belongs to an operation', () => {
  const ids = Object.values(vendors).flatMap(({ operations }) => operations.map(({ id }) => id));
  expect(Object.keys(examples).filter((id) => !ids.includes(id))).toEqual([]);
});

describe('a third-party validator', () => {
  const judges = new Map<string, (exchange: Exchange) => { id: string | undefined; complaints: string[] }>();
  let exchanges: Exchange[];
  beforeAll(async () => {
    for (const [name, text] of texts) {
      // Boundary: a document stays one when its references are filled in.
      judges.set(name, judgeOf(await dereference<Document>(JSON.parse(text) as Document)));
    }
    exchanges = await exchangesOfEveryOperation();
  }, 60_000);

  test('takes what our clients send and what the sandbox answers, for every operation', () => {
    const seen = new Set<string>();
    const complaints = exchanges.flatMap((exchange) => {
      const verdict = judges.get(exchange.vendor)?.(exchange);
      if (verdict?.id !== undefined) seen.add(verdict.id);
      const { method, path } = exchange;
      return (
        verdict?.complaints.map((complaint) => `${method} ${path}: ${complaint}`) ?? [`${method} ${path}`]
      );
    });
    expect(complaints).toEqual([]);
    const all = Object.values(vendors).flatMap(({ operations, leftOut = [] }) =>
      operations.map(({ id }) => id).filter((id) => !leftOut.includes(id)),
    );
    expect(all.filter((id) => !seen.has(id))).toEqual([]);
  });

  test('refuses a request and an answer that are spoiled', () => {
    const judge = judges.get('astral');
    const of = (path: string) => exchanges.find((one) => one.path === path && one.method === 'POST');
    const published = of('/events');
    const confirmed = of('/events/confirm');
    if (judge === undefined || published === undefined || confirmed === undefined)
      throw new Error('No tour.');
    expect(judge({ ...published, sent: { events: [{ code: 5 }] } }).complaints).not.toEqual([]);
    expect(judge({ ...confirmed, received: { count: 'one' } }).complaints).not.toEqual([]);
    expect(judge({ ...confirmed, path: '/nowhere' }).complaints).toEqual(['no such operation']);
  });
});

/** What a document says of an exchange. */
function judgeOf(definition: Document) {
  const router = new OpenAPIRouter({ definition, apiRoot: '/' });
  const validator = new OpenAPIValidator({
    definition,
    router,
    lazyCompileValidators: true,
    coerceTypes: true,
  });
  const words = (errors: readonly { instancePath: string; message?: string }[] | null | undefined) =>
    (errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  return ({ method, path, query, headers, sent, status, received }: Exchange) => {
    // What is no JSON is not looked into.
    const body = sent ?? (headers['content-type']?.startsWith('multipart/') ? {} : undefined);
    const request = { method, path, query: lists(query), headers: { ...headers }, body };
    const operation = router.matchOperation(request);
    if (operation === undefined) return { id: undefined, complaints: ['no such operation'] };
    return {
      id: operation.operationId,
      complaints: [
        ...words(validator.validateRequest(request, operation).errors),
        ...(received === undefined
          ? []
          : words(validator.validateResponse(received, operation, status).errors)),
      ],
    };
  };
}

function lists(query: Exchange['query']): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
  );
}
