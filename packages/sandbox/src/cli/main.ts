import manifest from '../../package.json' with { type: 'json' };
import { createSandbox, type Sandbox } from '../sandbox.ts';
import { ScenarioError } from '../scenario/part.ts';
import type { Scenario } from '../scenario/model/scenario.ts';
import { locate, readScenarioFile, ScenarioFileError } from '../scenario/scenario-file.ts';
import type { SandboxServer } from '../server.ts';
import { readArguments, type Arguments } from './arguments.ts';
import { banner } from './banner.ts';
import { HELP } from './help.ts';
import { requestLine } from './request-line.ts';
import { UsageError } from './usage-error.ts';

/** Where a token of the user's own comes from: on a command line every user of the machine could read it. */
const TOKEN_VARIABLE = 'PARTNER_APIS_INSPECTOR_TOKEN';

/** Runs the command line: sets the exit code, never throws. */
export async function main(args: readonly string[]): Promise<void> {
  // Whoever reads the output may stop before it ends, as `head` does.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
  try {
    const options = readArguments(args);
    if (options === 'help') process.stdout.write(HELP);
    else if (options === 'version') process.stdout.write(`${manifest.version}\n`);
    else await serve(options);
  } catch (error) {
    process.stderr.write(`partner-apis-sandbox: ${explain(error)}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

async function serve(options: Arguments): Promise<void> {
  const { port, host, secondMs } = options;
  const scenario = options.scenario === undefined ? {} : await readFile(options.scenario);
  const seed = options.seed ?? scenario.seed;
  const sandbox = createSandbox({ secondMs, ...(seed !== undefined && { seed }) });
  if (options.scenario !== undefined) await load(sandbox, options.scenario, { ...scenario, seed });
  for (const { text, spec } of options.faults) inject(sandbox, text, spec);
  const token = process.env[TOKEN_VARIABLE];
  const inspector = options.inspector && (token === undefined ? true : { token });
  const server = await sandbox.listen({ port, host, inspector });
  const stop = (): void => {
    void sandbox.close();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  // A program that reads the first lines gets nothing but them on standard output.
  const log = options.print === 'banner' ? process.stdout : process.stderr;
  sandbox.onRequest((request) => {
    if (request.outcome !== 'open') log.write(`${requestLine(request, log.isTTY)}\n`);
  });
  process.stdout.write(introduction(options.print, sandbox, server));
}

function introduction(print: Arguments['print'], sandbox: Sandbox, server: SandboxServer): string {
  const { urls, credentials, inspector } = server;
  const env = sandbox.environment(urls);
  if (print === 'json') return `${JSON.stringify({ urls, credentials, env, inspector })}\n`;
  if (print === 'env')
    return Object.entries(env)
      .map(([name, value]) => `${name}=${value}\n`)
      .join('');
  if (inspector === undefined) return banner(urls, sandbox.facts, env);
  const facts = {
    ...sandbox.facts,
    inspector: { 'from elsewhere': `${inspector.url}?token=${inspector.token}` },
  };
  return banner({ ...urls, inspector: inspector.url }, facts, env);
}

async function readFile(file: string): Promise<Scenario> {
  try {
    return await readScenarioFile(file);
  } catch (error) {
    if (error instanceof ScenarioFileError) throw new UsageError(`--scenario ${error.message}`);
    throw new UsageError(`--scenario ${file}: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

async function load(sandbox: Sandbox, file: string, scenario: Scenario): Promise<void> {
  try {
    await sandbox.load(scenario);
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    throw new UsageError(`--scenario ${(await locate(error, file)).message}`);
  }
}

function inject(sandbox: Sandbox, text: string, spec: Arguments['faults'][number]['spec']): void {
  try {
    // Boundary: `inject` checks the vendor's name.
    sandbox.faults.inject(spec as Parameters<Sandbox['faults']['inject']>[0]);
  } catch (error) {
    const [, , what = String(error)] = /^(.*?: )?✖ (.*)$/m.exec(String(error)) ?? [];
    throw new UsageError(`--fault ${text}: ${what}`);
  }
}

/** What to tell whoever started it; a stack trace only for what nobody foresaw. */
function explain(error: unknown): string {
  if (error instanceof UsageError) return `${error.message} Try --help.`;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const port = error instanceof Error && 'port' in error ? String(error.port) : '';
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use. Choose another one with --port, or --port 0 for any free one.`;
  if (code === 'EACCES')
    return `Port ${port} needs rights that this user does not have. Choose one above 1023 with --port.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return 'This machine has no such address. Choose another one with --host.';
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
