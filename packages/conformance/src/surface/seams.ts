import type { ForeignType } from './foreign-types.ts';

/** Why a package of others stands in what an entry point exports: the whole list, so that what is not in it is a mistake. */
export interface Seam {
  readonly entry: string;
  readonly from: string;
  /** Exported names; all of the entry point where it exists for that package alone. */
  readonly names: readonly string[] | 'all';
  readonly reason: string;
}

const STANDARD_SCHEMA =
  'Schemas of programs: an interface without code that zod, valibot, arktype and others share.';

const seams: readonly Seam[] = [
  { entry: '@partner-apis/core', from: '@standard-schema/spec', names: ['Schema'], reason: STANDARD_SCHEMA },
  {
    entry: '@partner-apis/core/user',
    from: '@standard-schema/spec',
    names: ['Schema'],
    reason: STANDARD_SCHEMA,
  },
  {
    entry: '@partner-apis/core/vendor',
    from: '@standard-schema/spec',
    names: ['InputOf', 'OutputOf', 'check'],
    reason: STANDARD_SCHEMA,
  },
  {
    entry: '@partner-apis/core/vendor',
    from: 'zod',
    names: [
      'ClientDefinition',
      'VendorRules',
      'callOptionIssues',
      'callable',
      'checkArguments',
      'checkOptionNames',
      'diskShape',
      'environment',
      'issuesIn',
      'pathSchema',
      'withMethods',
      'withShortWay',
      'zodWords',
    ],
    reason:
      'Options and arguments of a further vendor are declared with zod. Programs that use clients do not import this.',
  },
  {
    entry: '@partner-apis/integrations/fastify',
    from: 'fastify',
    names: 'all',
    reason: 'A plugin for Fastify.',
  },
  {
    entry: '@partner-apis/integrations/nestjs',
    from: '@nestjs/common',
    names: 'all',
    reason: 'Modules and providers of NestJS.',
  },
  {
    entry: '@partner-apis/integrations/prometheus',
    from: 'prom-client',
    names: 'all',
    reason: 'Takes a registry of prom-client.',
  },
  { entry: '@partner-apis/sandbox/msw', from: 'msw', names: 'all', reason: 'Handlers for msw.' },
  { entry: '@partner-apis/sandbox/vitest', from: 'vitest', names: 'all', reason: 'Fixtures for vitest.' },
];

/** What stands in an exported type and in no seam, and names of seams that nothing needs any more, as sentences. */
export function seamProblems(found: readonly ForeignType[]): readonly string[] {
  const leaks = found.filter((type) => !seams.some((seam) => covers(seam, type)));
  const stale = seams.flatMap((seam) =>
    (seam.names === 'all' ? [undefined] : seam.names)
      .filter(
        (name) => !found.some((type) => covers(seam, type) && (name === undefined || type.name === name)),
      )
      .map(
        (name) =>
          `${name ?? 'Nothing'} of ${seam.entry} needs ${seam.from}${name === undefined ? '' : ' no more'}: take it out of seams.ts.`,
      ),
  );
  return [
    ...leaks.map(
      ({ entry, name, from }) =>
        `${name} of ${entry} shows a type of ${from}: give it one of ours, or say why in seams.ts.`,
    ),
    ...stale,
  ];
}

function covers({ entry, from, names }: Seam, type: ForeignType): boolean {
  return entry === type.entry && from === type.from && (names === 'all' || names.includes(type.name));
}
