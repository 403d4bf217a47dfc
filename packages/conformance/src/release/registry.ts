import { run } from '../run.ts';

/** Whether npm has a version already. Throws where it cannot be asked: not knowing is no answer. */
export async function isPublished(
  name: string,
  version: string,
  cwd: string,
  flags: readonly string[] = [],
): Promise<boolean> {
  const question = ['view', `${name}@${version}`, 'version', '--json', ...flags];
  const { code, stdout, stderr } = await run('npm', question, cwd);
  // A package that is there without this version is an empty answer.
  if (code === 0) return stdout.trim() !== '';
  if (/\bE404\b/.test(stdout + stderr)) return false;
  throw new Error(`npm could not be asked for ${name}@${version}: ${stderr.trim() || stdout.trim()}`);
}
