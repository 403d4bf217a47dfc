import * as z from 'zod';

/** CycloneDX 1.6 in JSON, as far as pnpm uses it; written after the specification, strict so that nothing else gets in. */
const licence = z.union([
  z.strictObject({ license: z.strictObject({ id: z.string().min(1) }) }),
  z.strictObject({ license: z.strictObject({ name: z.string().min(1) }) }),
  z.strictObject({ expression: z.string().min(1) }),
]);

const component = z.strictObject({
  type: z.enum(['library', 'application']),
  'bom-ref': z.string().min(1),
  group: z.string().optional(),
  name: z.string().min(1),
  version: z.string().min(1),
  purl: z.string().regex(/^pkg:npm\/(%40[^/]+\/)?[^/@]+@[^@]+$/),
  description: z.string().optional(),
  authors: z.array(z.strictObject({ name: z.string() })).optional(),
  licenses: z.array(licence).min(1),
  externalReferences: z
    .array(
      z.strictObject({
        type: z.enum(['distribution', 'website', 'vcs', 'issue-tracker']),
        url: z.string().min(1),
        hashes: z
          .array(z.strictObject({ alg: z.literal('SHA-512'), content: z.string().regex(/^[0-9a-f]{128}$/) }))
          .optional(),
      }),
    )
    .optional(),
});

export const bomSchema = z
  .strictObject({
    $schema: z.literal('http://cyclonedx.org/schema/bom-1.6.schema.json'),
    bomFormat: z.literal('CycloneDX'),
    specVersion: z.literal('1.6'),
    serialNumber: z.string().regex(/^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    version: z.int().min(1),
    metadata: z.strictObject({
      timestamp: z.iso.datetime(),
      lifecycles: z.array(z.strictObject({ phase: z.literal('build') })),
      tools: z.strictObject({
        components: z.array(
          z.strictObject({ type: z.literal('application'), name: z.string(), version: z.string() }),
        ),
      }),
      component,
    }),
    components: z.array(component),
    dependencies: z.array(z.strictObject({ ref: z.string(), dependsOn: z.array(z.string()) })),
  })
  .superRefine(({ metadata, components, dependencies }, context) => {
    const refs = [metadata.component, ...components].map((one) => one['bom-ref']);
    if (new Set(refs).size !== refs.length)
      context.addIssue({ code: 'custom', message: 'a bom-ref stands there twice' });
    const mentioned = dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn]);
    for (const ref of mentioned.filter((one) => !refs.includes(one)))
      context.addIssue({ code: 'custom', message: `${ref} is no component` });
  });
