import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { AsnaClient } from '@partner-apis/asna';
import { AstralClient } from '@partner-apis/astral';
import type { ApiCall, Method, RequestArguments } from '@partner-apis/core';
import { ReestroClient } from '@partner-apis/reestro';
import { StormwallClient, StormwallV3Client } from '@partner-apis/stormwall';
import { loadEnvironment } from '../environment/load.ts';
import { type VendorName, vendorNames } from '../environment/names.ts';
import type { Output } from '../output.ts';
import { OutputFile } from '../output-file.ts';
import { UsageError } from '../usage-error.ts';

const HELP = `Usage: partner-apis call VENDOR METHOD PATH [options]

One request through the SDK, with the credential of the environment: its answer goes to standard output, its status to
standard error. Paths of Stormwall that begin with /v3 take STORMWALL_V3_API_KEY.

  partner-apis call asna GET /v5/references/stores
  partner-apis call astral POST /events/confirm --data '{"events":["…"]}'

Options:
  --query <k=v>      a query parameter; may be repeated
  --data <json|@file>  the body: JSON, or a file of it
  --out <file>       where the answer goes; what is there already stays as it is
  --env-file <file>  read variables from a .env file; what the environment already has stays
  --help             print this

Exit code: 0 a success, 1 a failure, 2 wrong use.
`;

const METHODS: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] satisfies Method[];

/** A client, as far as this command needs one. */
interface Caller extends AsyncDisposable {
  request(args: RequestArguments): ApiCall<unknown>;
}

/** `partner-apis call`. */
export async function callCommand(args: string[], { stdout, stderr }: Output): Promise<number> {
  const { values, positionals } = read(args);
  if (values.help) {
    stdout.write(HELP);
    return 0;
  }
  const [name, method = '', path = '', ...more] = positionals;
  const vendor = vendorNames.find((candidate) => candidate === name);
  if (vendor === undefined) throw new UsageError(`call takes a vendor: ${vendorNames.join(', ')}.`);
  if (!METHODS.includes(method)) throw new UsageError(`call takes a method: ${METHODS.join(', ')}.`);
  if (!path.startsWith('/') || more.length > 0)
    throw new UsageError('call takes one path, which begins with a slash.');
  if (values['env-file'] !== undefined) loadEnvironment(values['env-file']);
  const request: RequestArguments = {
    // One of the list above.
    method: method as Method,
    path,
    query: queryOf(values.query ?? []),
    ...(values.data !== undefined && { body: await bodyOf(values.data) }),
  };
  const client = clientOf(vendor, path);
  let file: OutputFile | undefined;
  try {
    // Before anything is sent, which may not be possible a second time.
    file = values.out === undefined ? undefined : await OutputFile.create(values.out);
    const { data, response } = await client.request(request).withResponse();
    stderr.write(`${response.status}\n`);
    const text =
      data === undefined ? '' : `${typeof data === 'string' ? data : JSON.stringify(data, null, 2)}\n`;
    if (file === undefined) stdout.write(text);
    else await file.write(text);
    return 0;
  } finally {
    await file?.[Symbol.asyncDispose]();
    await client[Symbol.asyncDispose]();
  }
}

function clientOf(vendor: VendorName, path: string): Caller {
  switch (vendor) {
    case 'astral':
      return AstralClient.fromEnv();
    case 'stormwall':
      return /^\/v3(?:\/|$)/.test(path) ? StormwallV3Client.fromEnv() : StormwallClient.fromEnv();
    case 'asna':
      return AsnaClient.fromEnv();
    case 'reestro':
      return ReestroClient.fromEnv();
  }
}

function queryOf(pairs: readonly string[]): Record<string, string[]> {
  const query = new Map<string, string[]>();
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at < 1) throw new UsageError(`--query takes name=value, and '${pair}' is none.`);
    const name = pair.slice(0, at);
    query.set(name, [...(query.get(name) ?? []), pair.slice(at + 1)]);
  }
  return Object.fromEntries(query);
}

async function bodyOf(data: string): Promise<unknown> {
  const text = data.startsWith('@') ? await contentOf(data.slice(1)) : data;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`--data is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

async function contentOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--data: ${path} cannot be read (${codeOf(error)}).`);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}

function read(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        query: { type: 'string', multiple: true },
        data: { type: 'string' },
        out: { type: 'string' },
        'env-file': { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
