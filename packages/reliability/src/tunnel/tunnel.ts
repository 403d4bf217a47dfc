import { type Algorithms, Certificates, type Identity } from '../machine/certificates.ts';
import { freePort, type Machine } from '../machine/machine.ts';
import type { Program } from '../machine/program.ts';

/** Lines of a service in stunnel's configuration. A value of undefined leaves the line out. */
export type ServiceLines = Readonly<Record<string, string | undefined>>;

/** Both ends of a tunnel: this program - HTTP - local stunnel - TLS with certificates on both sides - remote stunnel - HTTP - platform. */
export class Tunnel {
  readonly algorithms: Algorithms;
  /** Where programs of this machine connect to. */
  readonly url: string;
  readonly #machine: Machine;
  readonly #ports: { readonly local: number; readonly remote: number };
  readonly #lines: { readonly local: ServiceLines; readonly remote: ServiceLines };

  private constructor(
    machine: Machine,
    algorithms: Algorithms,
    ports: { local: number; remote: number },
    lines: { local: ServiceLines; remote: ServiceLines },
  ) {
    this.#machine = machine;
    this.algorithms = algorithms;
    this.#ports = ports;
    this.#lines = lines;
    this.url = `http://127.0.0.1:${ports.local}`;
  }

  /** Makes keys, certificates and ports; nothing runs yet. */
  static async make(
    machine: Machine,
    { authority, server, client }: Keys,
    algorithms: Algorithms,
    platform: string,
  ): Promise<Tunnel> {
    const ports = { local: await freePort(), remote: await freePort() };
    // The ciphers of the engine are those of TLS 1.2: without this limit the two speak TLS 1.3, and have none in common.
    const gost = algorithms === 'gost' ? { sslVersionMax: 'TLSv1.2' } : {};
    const local = {
      client: 'yes',
      accept: `127.0.0.1:${ports.local}`,
      connect: `127.0.0.1:${ports.remote}`,
      cert: client.cert,
      key: client.key,
      CAfile: authority.cert,
      verifyChain: 'yes',
      checkHost: 'localhost',
      TIMEOUTclose: '0',
      TIMEOUTidle: '1260',
      ...gost,
    };
    const remote = {
      accept: `127.0.0.1:${ports.remote}`,
      connect: new URL(platform).host,
      cert: server.cert,
      key: server.key,
      CAfile: authority.cert,
      verifyChain: 'yes',
      TIMEOUTclose: '0',
      TIMEOUTidle: '1260',
      ...gost,
    };
    return new Tunnel(machine, algorithms, ports, { local, remote });
  }

  /** Starts the end on this side, with other lines than usual where given. */
  local(changes: ServiceLines = {}): Promise<Program> {
    return this.#start('local', { ...this.#lines.local, ...changes });
  }

  /** Starts the end on the vendor's side. */
  remote(changes: ServiceLines = {}): Promise<Program> {
    return this.#start('remote', { ...this.#lines.remote, ...changes });
  }

  async #start(end: 'local' | 'remote', lines: ServiceLines): Promise<Program> {
    const engine = this.algorithms === 'gost' ? ['engine = gost', 'engineDefault = ALL'] : [];
    const service = Object.entries(lines).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name} = ${value}`],
    );
    const text = [...engine, 'foreground = yes', 'debug = 6', 'pid =', `[${end}]`, ...service, ''].join('\n');
    const file = await this.#machine.write(`${this.algorithms}/${end}-${this.#ports[end]}.conf`, text);
    return this.#machine.start({
      command: 'stunnel',
      args: [file],
      ready: { line: /bound to/ },
    });
  }
}

/** The keys of both ends, of an authority that both trust, and of one that neither does. */
export interface Keys {
  readonly authority: Identity;
  readonly server: Identity;
  readonly client: Identity;
  readonly stranger: { readonly authority: Identity; readonly client: Identity };
}

/** Makes the keys of a tunnel. */
export async function makeKeys(machine: Machine, algorithms: Algorithms): Promise<Keys> {
  const certificates = await Certificates.make(machine, algorithms);
  const authority = await certificates.authority('authority');
  const strange = await certificates.authority('stranger');
  return {
    authority,
    server: await certificates.server('server', authority),
    client: await certificates.client('client', authority),
    stranger: { authority: strange, client: await certificates.client('stranger-client', strange) },
  };
}
