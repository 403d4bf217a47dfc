import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request as forward, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { runCli } from '@partner-apis/cli';
import { createSandbox, type Sandbox } from '@partner-apis/sandbox';
import { onTestFinished, vi } from 'vitest';
import { scratch } from './scratch.ts';

export interface Verified {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly settings: Record<string, unknown>;
}

/** What is answered in the sandbox's place; undefined where the sandbox answers. `question`: the number of the one that is asked. */
export type Instead = (
  asked: { readonly method: string; readonly path: string },
  question: number,
) => { readonly status: number; readonly body: string } | undefined;

/** How `verify` is run. */
export interface VerifyOptions {
  readonly set?: (sandbox: Sandbox) => unknown;
  readonly instead?: Instead;
  readonly args?: readonly string[];
  /** Variables that are not set. */
  readonly without?: readonly string[];
}

/** Runs `verify` against a sandbox that somebody has set up, with something to ask about. */
export async function verify(vendor: string, options: VerifyOptions = {}): Promise<Verified> {
  const { set, instead, args = [], without = [] } = options;
  const sandbox = createSandbox({ seed: `verify ${Math.random()}`, secondMs: 2 });
  onTestFinished(() => sandbox.close());
  const server = await sandbox.listen({ port: 0 });
  const { clientId } = server.credentials.asna.auth;
  sandbox.asna.configure({ acceptedMs: 0, processingMs: 0 });
  const rows = [1, 2].map((nnt) => ({ prtId: String(nnt), nnt, qnt: 1 }));
  await sandbox.load({
    ...sandbox.snapshot(),
    asna: { ...sandbox.snapshot().asna, stocks: { [clientId]: rows } },
  });
  sandbox.asna.addOrder();
  sandbox.reestro.addEvents(2);
  await addForm(sandbox);
  await set?.(sandbox);
  const written = { out: '', err: '' };
  const env = sandbox.environment(server.urls);
  if (instead !== undefined) {
    const behind = env[`${vendor.toUpperCase()}_BASE_URL`] ?? '';
    const url = await inFrontOf(behind, (asked) => instead(asked, questions(written.out)));
    for (const [name, value] of Object.entries(env)) env[name] = value.replace(behind, url);
  }
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, without.includes(name) ? '' : value);
  onTestFinished(() => void vi.unstubAllEnvs());
  const path = join(await scratch(), 'report.json');
  const writer = (to: 'out' | 'err') => ({
    write: (text: string | Uint8Array) => {
      written[to] += String(text);
      return true;
    },
  });
  const code = await runCli(['verify', vendor, '--out', path, ...args], {
    stdout: writer('out'),
    stderr: writer('err'),
  });
  const report = JSON.parse(await readFile(path, 'utf8'));
  // The report is a scenario: loading it makes a sandbox answer so.
  const again = createSandbox();
  onTestFinished(() => again.close());
  await again.load(report);
  return { code, ...written, settings: report[vendor].settings };
}

/** A server that passes everything on, but for what is answered instead. */
async function inFrontOf(
  url: string,
  instead: (asked: Parameters<Instead>[0]) => ReturnType<Instead>,
): Promise<string> {
  const server = createServer((incoming, response) => {
    const { method = '', url: path = '' } = incoming;
    const answer = instead({ method, path });
    if (answer !== undefined) {
      incoming.resume();
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
      return;
    }
    const { hostname, port } = new URL(url);
    incoming.pipe(
      forward({ hostname, port, method, path, headers: incoming.headers }, (passed) =>
        pass(passed, response),
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  // A server that listens on a port has an address object.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function pass(from: IncomingMessage, to: ServerResponse): void {
  to.writeHead(from.statusCode ?? 502, from.headers);
  from.pipe(to);
}

/** How many questions were asked so far. */
function questions(out: string): number {
  return out.match(/^\d+\. /gm)?.length ?? 0;
}

/** A certificate form, which takes a subject first. */
async function addForm(sandbox: Sandbox): Promise<void> {
  const { orgId, apiKey } = sandbox.reestro.organization();
  const post = async (path: string, body: object): Promise<Record<string, unknown>> => {
    const request = new Request(`http://sandbox.example/realty${path}`, {
      method: 'POST',
      headers: {
        authorization: `ReestroAuth apiKey=${apiKey}&portal.orgid=${orgId}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    return Object(await (await sandbox.fetch('reestro', request)).json());
  };
  const { subjectId } = await post('/entity/v1/subjects', { person: { surname: 'Иванов' } });
  await post('/crypto/v2/certificate-forms', { person: subjectId });
}
