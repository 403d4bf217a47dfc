import { join } from 'node:path';
import { createSandbox } from '@partner-apis/sandbox';
import { type Outcome, run } from '../run.ts';
import type { Cell, Step } from './cell.ts';

/** Seconds. */
const STEP_LIMIT = 60;

/** Runs the steps of a cell in its installed project; what was not as expected, or undefined. */
export async function tryCell({ steps }: Cell, directory: string): Promise<string | undefined> {
  await using sandbox = createSandbox();
  const { urls, inspector } = await sandbox.listen({ port: 0, inspector: true });
  const env = {
    ...sandbox.environment(urls),
    SANDBOX_INSPECTOR_URL: inspector?.url ?? '',
    SANDBOX_INSPECTOR_TOKEN: inspector?.token ?? '',
  };
  for (const step of steps) {
    const [program = '', ...args] = step.run;
    const outcome = await run(program, args, directory, {
      timeout: (step.seconds ?? STEP_LIMIT) * 1000,
      env,
      path: join(directory, 'node_modules/.bin'),
    });
    const wrong = judge(step, outcome);
    if (wrong !== undefined) return `\`${step.run.join(' ')}\` ${wrong}\n${outcome.stdout}${outcome.stderr}`;
  }
  return undefined;
}

function judge({ says, fails }: Step, { code, stdout, stderr }: Outcome): string | undefined {
  const printed = `${stdout}${stderr}`;
  if (fails === undefined && code !== 0) return `ended with ${code}:`;
  if (fails !== undefined && code === 0) return 'did not fail:';
  const wanted = fails ?? says;
  if (wanted !== undefined && !wanted.test(printed)) return `did not print ${String(wanted)}:`;
  return undefined;
}
