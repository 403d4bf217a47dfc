import { parse } from 'yaml';
import * as z from 'zod';

const permissions = z.union([z.string(), z.record(z.string(), z.string())]);
const step = z.looseObject({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).default({}),
});
const workflow = z.looseObject({
  permissions: permissions.optional(),
  jobs: z.record(
    z.string(),
    z.looseObject({
      permissions: permissions.optional(),
      environment: z.string().optional(),
      'timeout-minutes': z.number().optional(),
      steps: z.array(step),
    }),
  ),
});

type Job = z.output<typeof workflow>['jobs'][string];

/** What a workflow allows or takes on trust that it should not, a sentence each. */
export function workflowProblems(text: string): string[] {
  // Read from the text: the version is a comment.
  const pinned = /^ *- uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
  const loose = text
    .split('\n')
    .filter((line) => /^ *(- )?uses:/.test(line) && !pinned.test(line))
    .map((line) => `"${line.trim()}" is not pinned to a commit with its version beside it.`);
  const { permissions: all, jobs } = workflow.parse(parse(text));
  const wide = (granted: z.output<typeof permissions> | undefined): boolean =>
    granted === undefined || typeof granted === 'string' || Object.values(granted).includes('write');
  return [
    ...loose,
    ...(wide(all) ? ['The permissions at its top are not named, or let every job write.'] : []),
    ...Object.entries(jobs).flatMap(([name, job]) => jobProblems(name, job)),
  ];
}

function jobProblems(name: string, job: Job): string[] {
  const granted = typeof job.permissions === 'object' ? job.permissions : {};
  const written = Object.keys(granted).filter((scope) => granted[scope] === 'write');
  const signs = written.includes('id-token');
  const runs = (word: RegExp): boolean => job.steps.some(({ run = '' }) => word.test(run));
  const uses = (action: string): readonly z.output<typeof step>[] =>
    job.steps.filter((one) => one.uses?.startsWith(`${action}@`) === true);
  const said: [boolean, string][] = [
    [typeof job.permissions === 'string', 'takes all permissions of a kind at once.'],
    [written.some((scope) => scope !== 'id-token'), `may write ${written.join(' and ')}.`],
    [job['timeout-minutes'] === undefined, 'has no time limit.'],
    [
      uses('actions/checkout').some((one) => one.with['persist-credentials'] !== false),
      'leaves its credential in the checkout.',
    ],
    [runs(/\$\{\{/), 'puts an expression into a script, where its text would be run: give it by env.'],
    [runs(/npm publish/) && !signs, 'publishes without id-token: write, so without provenance.'],
    [runs(/npm publish/) && !runs(/npm publish .*--provenance/), 'publishes without --provenance.'],
    [signs && job.environment === undefined, 'signs without an environment that somebody has to approve.'],
    [
      signs && (uses('actions/checkout').length > 0 || runs(/\b(pnpm|npx|yarn|npm (ci|install|run|test))\b/)),
      'signs, and runs code of the project or of what it depends on.',
    ],
  ];
  return said.filter(([wrong]) => wrong).map(([, sentence]) => `The job ${name} ${sentence}`);
}
