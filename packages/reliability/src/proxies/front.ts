import type { AstralClient, AstralOptions } from '@partner-apis/astral';
import { undiciTransport, type UndiciTransportOptions } from '@partner-apis/core';
import { Certificates, type Identity, material } from '../machine/certificates.ts';
import { Stage } from '../tunnel/stage.ts';
import { nginx, type NginxOptions, type Proxy } from './nginx.ts';

/** The host under which proxies know the platform. No DNS does. */
export const HOST = 'vendor.test';

/** A platform, an authority that nobody trusts but by name, and whatever stands in front. */
export class Front implements AsyncDisposable {
  readonly stage: Stage;
  readonly certificates: Certificates;
  readonly authority: Identity;
  /** PEM of the authority. */
  readonly ca: string;

  private constructor(stage: Stage, certificates: Certificates, authority: Identity, ca: string) {
    this.stage = stage;
    this.certificates = certificates;
    this.authority = authority;
    this.ca = ca;
  }

  static async make(): Promise<Front> {
    const stage = await Stage.make('ec');
    const certificates = await Certificates.make(stage.machine, 'ec');
    const authority = await certificates.authority('private-authority');
    return new Front(stage, certificates, authority, (await material(authority)).cert);
  }

  get platform(): string {
    return this.stage.server.urls.astral;
  }

  nginx(options: Partial<NginxOptions> = {}): Promise<Proxy> {
    return nginx(this.stage.machine, { upstream: this.platform, ...options });
  }

  /** nginx that speaks TLS as {@link HOST}. Resolves to the address that a client behind a proxy asks for. */
  async tls(): Promise<string> {
    const tls = await this.certificates.server('vendor', this.authority, HOST);
    const { port } = await this.nginx({ tls });
    return `https://${HOST}:${port}`;
  }

  /** A client with a transport of its own. */
  client(
    baseUrl: string,
    transport: UndiciTransportOptions = {},
    options: Partial<AstralOptions> = {},
  ): AstralClient {
    const own = undiciTransport(transport);
    this.stage.machine.atEnd(() => own.close());
    return this.stage.client({ baseUrl, transport: own, ...options });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stage[Symbol.asyncDispose]();
  }
}
