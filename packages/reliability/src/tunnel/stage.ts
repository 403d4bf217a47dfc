import { AstralClient, type AstralOptions } from '@partner-apis/astral';
import { createSandbox, type Sandbox, type SandboxOptions, type SandboxServer } from '@partner-apis/sandbox';
import { type Algorithms, gostMissing } from '../machine/certificates.ts';
import { Machine } from '../machine/machine.ts';
import { type Keys, makeKeys, Tunnel } from './tunnel.ts';

/** A platform, the keys of a tunnel to it, and whatever runs in between. Everything ends with it. */
export class Stage implements AsyncDisposable {
  readonly algorithms: Algorithms;
  readonly machine: Machine;
  readonly sandbox: Sandbox;
  readonly server: SandboxServer;
  readonly keys: Keys;

  private constructor(
    machine: Machine,
    sandbox: Sandbox,
    server: SandboxServer,
    keys: Keys,
    algorithms: Algorithms,
  ) {
    this.machine = machine;
    this.sandbox = sandbox;
    this.server = server;
    this.keys = keys;
    this.algorithms = algorithms;
  }

  static async make(algorithms: Algorithms, options: SandboxOptions = {}): Promise<Stage> {
    const machine = await Machine.make();
    const sandbox = createSandbox({ ledgerSize: 100_000, ...options });
    machine.atEnd(() => sandbox.close());
    const server = await sandbox.listen();
    return new Stage(machine, sandbox, server, await makeKeys(machine, algorithms), algorithms);
  }

  /** A tunnel to the platform, or to another address; neither of its ends runs yet. */
  tunnel(platform = this.server.urls.astral): Promise<Tunnel> {
    return Tunnel.make(this.machine, this.keys, this.algorithms, platform);
  }

  /** A client of the platform, closed at the end. */
  client(options: Partial<AstralOptions> & { readonly baseUrl: string }): AstralClient {
    const client = new AstralClient({ ...this.server.credentials.astral, ...options });
    this.machine.atEnd(() => client.close());
    return client;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.machine[Symbol.asyncDispose]();
  }
}

/** The algorithms that can be tried here: those of GOST where the engine is there, and those of NIST. */
export async function algorithmsHere(): Promise<readonly Algorithms[]> {
  return (await gostMissing()) === undefined ? ['gost', 'ec'] : ['ec'];
}

/** What a table says where the engine is missing. */
export async function remark(): Promise<string> {
  const missing = await gostMissing();
  return missing === undefined ? '' : ` ${missing} Tried with certificates of NIST's curves in its place.`;
}
