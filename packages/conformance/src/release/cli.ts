// `pnpm release:check`: packs what would be published, looks at it, installs it by npm into an empty project and tries it there. `--tag v1.0.0` holds
// a tag against the versions, `--out FOLDER` keeps the tarballs, and with them publish.txt, the order to publish them in.
import { copyFileSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { markdownTable } from 'markdown-table';
import { checkRelease, type Report } from './check.ts';
import { dependenciesFirst } from './parcel.ts';

const { values } = parseArgs({ options: { tag: { type: 'string' }, out: { type: 'string' } } });

await checkRelease(values.tag, (report) => {
  print(report);
  if (report.problems.length > 0) process.exitCode = 1;
  else if (values.out !== undefined) keep(report, values.out);
});

function print({ version, packed, trials, problems }: Report): void {
  const kb = (bytes: number): string => `${Math.round(bytes / 1000)} kB`;
  const rows = packed.map((parcel) => {
    const { name } = parcel.manifest;
    const own = problems.filter((problem) => problem.startsWith(`${name}: `)).length;
    const state = own === 0 ? 'ok' : `${own} wrong`;
    return [
      name,
      parcel.manifest.version,
      String(parcel.files.length),
      kb(statSync(parcel.tarball).size),
      kb(parcel.bytes),
      state,
    ];
  });
  console.log(markdownTable([['package', 'version', 'files', 'packed', 'unpacked', 'state'], ...rows]));
  const tried = trials.map(({ what, problem, seconds }) => [
    what,
    `${seconds.toFixed(1)} s`,
    problem === undefined ? 'ok' : 'fails',
  ]);
  console.log(`\n${markdownTable([['tried', 'time', 'state'], ...tried])}\n`);
  for (const problem of problems) console.error(problem);
  console.log(
    problems.length === 0
      ? `${version} can be published.`
      : `${version} cannot be published: ${problems.length} ${problems.length === 1 ? 'thing is' : 'things are'} wrong.`,
  );
}

function keep({ packed }: Report, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const { tarball } of packed) copyFileSync(tarball, join(folder, basename(tarball)));
  const lines = dependenciesFirst(packed).map(({ manifest, tarball }) =>
    [
      `${manifest.name}@${manifest.version}`,
      basename(tarball),
      manifest.version.includes('-') ? 'next' : 'latest',
    ].join(' '),
  );
  writeFileSync(join(folder, 'publish.txt'), `${lines.join('\n')}\n`);
}
