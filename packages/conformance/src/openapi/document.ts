import { type OperationInfo, type OperationSchemas, schemasOf } from '@partner-apis/core/vendor';
import { examples } from './examples.ts';
import { type JsonSchema, jsonSchemaOf, membersOf } from './json-schema.ts';
import { withSharedSchemas } from './shared-schemas.ts';
import type { VendorDocument } from './vendors.ts';

/** A vendor's OpenAPI 3.1 document, made of what its package declares. */
export function documentOf(name: string, vendor: VendorDocument, version: string): JsonSchema {
  const paths: Record<string, Record<string, unknown>> = {};
  const operations = vendor.operations.filter(({ id }) => vendor.leftOut?.includes(id) !== true);
  for (const info of operations) {
    const method = info.method.toLowerCase();
    if (paths[info.path]?.[method] !== undefined) throw new Error(`${info.id} has the place of another.`);
    paths[info.path] = { ...paths[info.path], [method]: operationOf(info, vendor) };
  }
  const document = {
    openapi: '3.1.0',
    info: {
      title: vendor.title,
      version,
      description: `${vendor.description} Written from the operations of @partner-apis/${name}: x-evidence says how well each is known, x-safety what may happen when it is sent twice.`,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: vendor.servers,
    security: [{ [Object.keys(vendor.security)[0] ?? '']: [] }],
    paths,
    components: {
      securitySchemes: vendor.security,
      schemas: { Failure: vendor.failure },
      responses: {
        Failure: {
          description: 'A failure.',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
        },
      },
    },
  };
  return withSharedSchemas(document);
}

function operationOf(info: OperationInfo, vendor: VendorDocument): JsonSchema {
  const schemas = schemasOf(info);
  if (schemas === undefined) throw new Error(`${info.id} has no declaration.`);
  const server = vendor.serverOf?.(info);
  const scheme = vendor.securityOf?.(info);
  const body = requestBody(info, schemas, vendor);
  return {
    operationId: info.id,
    summary: info.summary,
    description: `Source: ${info.source}.`,
    tags: [tagOf(info)],
    'x-evidence': info.evidence,
    'x-safety': info.safety,
    ...(server === undefined ? {} : { servers: [{ url: server }] }),
    ...(scheme === undefined ? {} : { security: [{ [scheme]: [] }] }),
    parameters: parametersOf(info, schemas),
    ...(body === undefined ? {} : { requestBody: body }),
    responses: responsesOf(info, schemas, vendor),
  };
}

function tagOf({ id }: OperationInfo): string {
  return id.split('.').slice(0, -1).join('.') || id;
}

function parametersOf({ path }: OperationInfo, { params, query }: OperationSchemas): JsonSchema[] {
  const members = new Map(membersOf(params).map(([name, schema]) => [name, schema]));
  const places = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return [
    ...places.map((name) => ({
      name,
      in: 'path',
      required: true,
      schema: members.get(name) ?? { type: 'string' },
    })),
    ...(members.has('ifNoneMatch')
      ? [{ name: 'If-None-Match', in: 'header', required: false, schema: { type: 'string' } }]
      : []),
    ...membersOf(query).map(([name, schema, required]) => ({ name, in: 'query', required, schema })),
  ];
}

function requestBody(
  { id }: OperationInfo,
  { body }: OperationSchemas,
  { media }: VendorDocument,
): JsonSchema | undefined {
  if (body === undefined) return undefined;
  if (body === 'stream') {
    const files = { type: 'array', items: { type: 'string', contentMediaType: 'application/octet-stream' } };
    const schema = { type: 'object', properties: { file: files } };
    return { required: true, content: { [media.request ?? 'application/octet-stream']: { schema } } };
  }
  return { required: true, content: { 'application/json': json(body, examples[id]?.request) } };
}

function responsesOf(
  { id }: OperationInfo,
  { params, response }: OperationSchemas,
  { media }: VendorDocument,
): JsonSchema {
  const content =
    response === 'empty'
      ? {}
      : typeof response === 'string'
        ? { content: { [media.response ?? 'application/octet-stream']: { schema: {} } } }
        : { content: { 'application/json': json(response, examples[id]?.response) } };
  const conditional = membersOf(params).some(([name]) => name === 'ifNoneMatch');
  return {
    '2XX': { description: 'Done.', ...content },
    ...(conditional ? { 304: { description: 'As it was when the tag was given.' } } : {}),
    '4XX': { $ref: '#/components/responses/Failure' },
    '5XX': { $ref: '#/components/responses/Failure' },
  };
}

function json(schema: Exclude<OperationSchemas['response'], string>, example: unknown): JsonSchema {
  return { schema: jsonSchemaOf(schema), ...(example === undefined ? {} : { example }) };
}
