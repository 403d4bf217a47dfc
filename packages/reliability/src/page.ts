import type { Claim, Evidence, Trial } from './claim.ts';

/** docs/reliability.md: each claim, how it is tried, its command and what came of it the last time. */
export function page(claims: readonly Claim[], trials: ReadonlyMap<string, Trial>): string {
  const contents = claims.map((claim) => {
    const trial = trials.get(claim.id);
    return `| [${claim.holds}](#${claim.id}) | ${trial?.outcome ?? 'not tried'} | ${trial?.on ?? ''} |`;
  });
  return `${[
    '# Reliability',
    'What this SDK claims about reliability, each claim with the command that tries it and the figures of its last run. `pnpm prove` tries them all and writes this page; `pnpm prove --short` is the form for CI, of ten minutes at most; `pnpm prove ID` tries one. The command fails when a claim falls short.',
    ['| claim | last run | on |', '| --- | --- | --- |', ...contents].join('\n'),
    ...claims.map((claim) => section(claim, trials.get(claim.id))),
  ].join('\n\n')}\n`;
}

function section({ id, holds, how }: Claim, trial: Trial | undefined): string {
  const heading = `## ${id}`;
  const command = `\`\`\`sh\npnpm prove ${id}\n\`\`\``;
  if (trial === undefined) return [heading, holds, how, command, 'Not tried yet.'].join('\n\n');
  const { outcome, on, seconds, machine, missed } = trial;
  return [
    heading,
    holds,
    how,
    command,
    `Last run on ${on}: **${outcome}**, in ${seconds} s (${machine}).`,
    ...(missed.length === 0 ? [] : [missed.map((sentence) => `- ${sentence}`).join('\n')]),
    ...(trial.rows.length === 0 ? [] : [markdownTable(trial.rows)]),
  ].join('\n\n');
}

/** The rows of a try as a table of Markdown. */
export function markdownTable(rows: Evidence['rows']): string {
  const columns = Object.keys(rows[0] ?? {});
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(cell)),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map((column) => cell(row[column])))),
  ].join('\n');
}

function cell(value: string | number | undefined): string {
  return typeof value === 'number' ? value.toLocaleString('en') : (value ?? '').replaceAll('|', '\\|');
}
