const shapes = new WeakMap<object, () => object>();

/**
 * Says what stands on the wire where a schema changes what it is given: for documents that are made of schemas, such as OpenAPI. Gives the schema
 * back; checks and what is sent stay as they are.
 *
 * @param shape - Makes a schema of what is sent or received; called by whoever writes the document only.
 */
export function onTheWire<S extends object>(schema: S, shape: () => object): S {
  shapes.set(schema, shape);
  return schema;
}

/** What {@link onTheWire} was told; undefined where a schema is the shape itself. */
export function wireShapeOf(schema: object): object | undefined {
  return shapes.get(schema)?.();
}
