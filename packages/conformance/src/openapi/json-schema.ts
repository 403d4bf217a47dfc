import type { OperationSchemas } from '@partner-apis/core/vendor';
import { wireShapeOf } from '@partner-apis/core/vendor';
import * as z from 'zod';

/** A JSON Schema of the draft that OpenAPI 3.1 uses. */
export type JsonSchema = Record<string, unknown>;

type AnySchema = Exclude<OperationSchemas['params'], undefined>;

/** What stands on the wire for a schema: its input, but where it says otherwise (`onTheWire`). */
export function jsonSchemaOf(schema: AnySchema): JsonSchema {
  // Boundary: every schema of our operations is made with zod.
  const { $schema: _, ...rest } = z.toJSONSchema(schema as unknown as z.ZodType, {
    io: 'input',
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      const shape = wireShapeOf(zodSchema);
      if (shape !== undefined) {
        for (const key of Object.keys(jsonSchema)) Reflect.deleteProperty(jsonSchema, key);
        // Boundary: a shape is a schema too.
        Object.assign(jsonSchema, jsonSchemaOf(shape as AnySchema));
      }
      // To OpenAPI it means that a request must not have it.
      delete jsonSchema.readOnly;
      if (zodSchema._zod.def.type === 'undefined') jsonSchema.not = {};
      if (typeof jsonSchema.pattern === 'string' && ignoresCase(zodSchema, jsonSchema.pattern)) {
        jsonSchema.pattern = inEitherCase(jsonSchema.pattern);
      }
    },
  });
  tidy(rest);
  return rest;
}

/** Takes out what says nothing. A schema that is made when it is first used has its members only now that the document is whole. */
function tidy(schema: z.core.JSONSchema.BaseSchema): void {
  const { properties, ...others } = schema;
  // Boundary: what is in a schema is one too, or a list of them; only `properties` is a map.
  const inside = [...Object.values(properties ?? {}), ...Object.values(others).flat()];
  for (const member of inside as z.core.JSONSchema.BaseSchema[])
    if (typeof member === 'object' && member !== null) tidy(member);
  const { anyOf } = schema;
  if (Array.isArray(anyOf) && anyOf.some((one) => Object.keys(one).length === 0)) delete schema.anyOf;
  withoutAbsent(schema);
}

/** The members of an object schema, with whether each must be there. */
export function membersOf(
  schema: AnySchema | undefined,
): [name: string, schema: JsonSchema, required: boolean][] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = jsonSchemaOf(schema);
  const wanted = Array.isArray(required) ? required : [];
  return Object.entries(properties as Record<string, JsonSchema>).map(([name, member]) => [
    name,
    member,
    wanted.includes(name),
  ]);
}

/** Takes members out that do not stand on the wire: those that may be nothing at all. */
function withoutAbsent(schema: z.core.JSONSchema.BaseSchema): void {
  const { properties, required } = schema;
  if (properties === undefined) return;
  const absent = Object.keys(properties).filter((name) => JSON.stringify(properties[name]) === '{"not":{}}');
  for (const name of absent) Reflect.deleteProperty(properties, name);
  if (required !== undefined) schema.required = required.filter((name) => !absent.includes(name));
}

/** JSON Schema has no flags: whether this pattern of a text is one that takes letters in either case. */
function ignoresCase(schema: z.core.$ZodTypes, pattern: string): boolean {
  const checks = schema._zod.def.checks ?? [];
  return checks.some((check) => {
    const { def } = check._zod;
    return (
      'pattern' in def &&
      def.pattern instanceof RegExp &&
      def.pattern.source === pattern &&
      def.pattern.ignoreCase
    );
  });
}

function inEitherCase(pattern: string): string {
  return pattern.replaceAll(
    /([a-z])-([a-z])/g,
    (range, from: string, to: string) => range + from.toUpperCase() + '-' + to.toUpperCase(),
  );
}
