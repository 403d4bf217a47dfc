import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Machine } from './machine.ts';

const execute = promisify(execFile);

/** Algorithms of keys and signatures: GOST R 34.10-2012 through the engine of OpenSSL, or elliptic curves of NIST. */
export type Algorithms = 'gost' | 'ec';

const KEYS: Readonly<Record<Algorithms, readonly string[]>> = {
  gost: ['-algorithm', 'gost2012_256', '-pkeyopt', 'paramset:A'],
  ec: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
};
const DIGEST: Readonly<Record<Algorithms, string>> = { gost: '-md_gost12_256', ec: '-sha256' };

/** Sections of a certificate by what it is for; `HOST` is filled in. */
const EXTENSIONS = {
  ca: 'basicConstraints = critical,CA:TRUE\nkeyUsage = critical,keyCertSign,cRLSign',
  server:
    'keyUsage = critical,digitalSignature,keyEncipherment,keyAgreement\nextendedKeyUsage = serverAuth\nsubjectAltName = HOST',
  client: 'keyUsage = critical,digitalSignature,keyEncipherment,keyAgreement\nextendedKeyUsage = clientAuth',
} as const;

/** A certificate and its key: paths of PEM files. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

const PUT_IN = ['-extensions', 'all', '-extfile'];

/** Makes keys and certificates with `openssl`, in the folder of a machine. */
export class Certificates {
  readonly #machine: Machine;
  readonly #algorithms: Algorithms;
  readonly #config: string;

  private constructor(machine: Machine, algorithms: Algorithms, config: string) {
    this.#machine = machine;
    this.#algorithms = algorithms;
    this.#config = config;
  }

  static async make(machine: Machine, algorithms: Algorithms): Promise<Certificates> {
    const config = await machine.write(`${algorithms}/openssl.cnf`, configuration(algorithms));
    return new Certificates(machine, algorithms, config);
  }

  /** An authority that signs itself. */
  authority(name: string): Promise<Identity> {
    return this.#issue(name, 'ca', undefined, 30, '');
  }

  /** The certificate of a server. `host`: its name; `days`: how long it is valid, -1 for one that has expired. */
  server(name: string, authority: Identity, host = 'localhost', days = 30): Promise<Identity> {
    const address = host === 'localhost' ? 'DNS:localhost,IP:127.0.0.1' : `DNS:${host}`;
    return this.#issue(name, 'server', authority, days, address);
  }

  /** The certificate of a client. */
  client(name: string, authority: Identity): Promise<Identity> {
    return this.#issue(name, 'client', authority, 30, '');
  }

  async #issue(
    name: string,
    use: keyof typeof EXTENSIONS,
    authority: Identity | undefined,
    days: number,
    host: string,
  ): Promise<Identity> {
    const at = (ending: string): string => this.#machine.path(`${this.#algorithms}/${name}.${ending}`);
    const [key, cert, request] = [at('key'), at('crt'), at('csr')];
    const digest = DIGEST[this.#algorithms];
    const extensions = await this.#machine.write(
      `${this.#algorithms}/${name}.ext`,
      `[all]\n${EXTENSIONS[use].replace('HOST', host)}\n`,
    );
    const signer =
      authority === undefined
        ? ['-signkey', key]
        : ['-CA', authority.cert, '-CAkey', authority.key, '-CAcreateserial'];
    await this.#openssl('genpkey', ...KEYS[this.#algorithms], '-out', key);
    await this.#openssl('req', '-new', '-key', key, digest, '-subj', `/CN=${name}`, '-out', request);
    await this.#openssl(
      'x509',
      '-req',
      '-in',
      request,
      digest,
      '-days',
      String(days),
      ...signer,
      ...PUT_IN,
      extensions,
      '-out',
      cert,
    );
    return { key, cert };
  }

  async #openssl(...args: string[]): Promise<void> {
    await execute('openssl', args, { env: { ...process.env, OPENSSL_CONF: this.#config } });
  }
}

/** What is missing for the GOST profile; undefined where the engine works. */
export async function gostMissing(): Promise<string | undefined> {
  try {
    const { stdout } = await execute('openssl', ['engine', 'gost', '-t']);
    return stdout.includes('[ available ]') ? undefined : 'The gost engine of OpenSSL does not work here.';
  } catch {
    return 'The gost engine of OpenSSL (Debian: libengine-gost-openssl) is not installed here.';
  }
}

/** PEM texts of an identity, as Node.js takes them. */
export async function material({ cert, key }: Identity): Promise<{ cert: string; key: string }> {
  return { cert: await readFile(cert, 'utf8'), key: await readFile(key, 'utf8') };
}

/** A configuration of its own: that of the system stays as it is. */
function configuration(algorithms: Algorithms): string {
  const request = '[req]\ndistinguished_name = name\n[name]\n';
  if (algorithms === 'ec') return request;
  return `openssl_conf = start
[start]
engines = engines
[engines]
gost = gost
[gost]
engine_id = gost
default_algorithms = ALL
${request}`;
}
