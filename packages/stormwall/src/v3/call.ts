import type { Method } from '@partner-apis/core/user';
import { defineOperation } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import type { UntypedInput } from './openapi.ts';
import { payloadOf, succeeded } from './profile.ts';

const METHODS: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] satisfies Method[];

/** The places in a path that are to be filled in. */
const PLACES = /\{([^{}]+)\}/g;

/** What a call is made of: everything is checked when it is sent, so that a mistake rejects like any other. */
export function callOperation(endpoint: unknown, input: UntypedInput) {
  const [method = '', path = ''] = typeof endpoint === 'string' ? endpoint.split(' ', 2) : [];
  const given: Readonly<Record<string, unknown>> = input.params?.path ?? {};
  const filled = path.replaceAll(PLACES, (place, name: string) =>
    isValue(given[name]) ? encodeURIComponent(String(given[name])) : place,
  );
  const operation = defineOperation({
    id: 'v3.call',
    summary: "An endpoint of the vendor's OpenAPI document",
    source: "the caller's copy of the document",
    // Boundary: the schema of the parameters refuses any other.
    method: method as Method,
    path: '{+path}',
    safety: input.safety ?? (method === 'GET' ? 'read' : 'unsafe'),
    params: z.strictObject({ endpoint: endpointSchema(method, path), path: places(given, path) }),
    query: z.optional(z.record(z.string(), z.unknown())),
    body: z.unknown(),
    response: z.unknown(),
    absorb: ({ status, body }) =>
      body === undefined && succeeded(status) ? { value: undefined } : undefined,
    result: payloadOf,
  });
  return {
    operation,
    input: { params: { endpoint, path: filled }, query: input.params?.query, body: input.body },
  };
}

function isValue(value: unknown): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && value !== '');
}

function endpointSchema(method: string, path: string) {
  return z.custom<unknown>(
    () => METHODS.includes(method) && path.startsWith('/'),
    "must be method and path, such as 'GET /v3/domains/{domainId}'",
  );
}

function places(given: Readonly<Record<string, unknown>>, path: string) {
  return z.string().check(
    z.superRefine((_, context) => {
      for (const [, name = ''] of path.matchAll(PLACES))
        if (!isValue(given[name]))
          context.addIssue({
            code: 'custom',
            message: `has the place {${name}}, which params.path does not fill in`,
          });
    }),
  );
}
