import type { Identity } from '../machine/certificates.ts';
import { freePort, type Machine } from '../machine/machine.ts';
import type { Program } from '../machine/program.ts';

/** A proxy that runs. */
export interface Proxy {
  readonly port: number;
  /** Where programs of this machine connect to. */
  readonly url: string;
  readonly program: Program;
}

/** How nginx is set up in front of an address. */
export interface NginxOptions {
  /** The address behind it. */
  readonly upstream: string;
  /** Directives of its `server`, such as `proxy_read_timeout 12s;`. */
  readonly server?: string;
  /** The largest request. Default `128m`. */
  readonly largest?: string;
  /** Directives of `http`. */
  readonly http?: string;
  /** Speaks TLS with this certificate. */
  readonly tls?: Identity;
}

/** nginx in front of an address, as the user who starts it, with a folder and port of its own. */
export async function nginx(machine: Machine, options: NginxOptions): Promise<Proxy> {
  const port = await freePort();
  const { tls } = options;
  const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${machine.path(`nginx-${port}-${name}`)};`,
  );
  const file = await machine.write(
    `nginx-${port}.conf`,
    `daemon off;
${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes 1;
worker_shutdown_timeout 1s;
pid ${machine.path(`nginx-${port}.pid`)};
error_log stderr notice;
events { worker_connections 256; }
http {
  access_log off;
  ${scratch.join('\n  ')}
  ${options.http ?? ''}
  upstream behind { server ${new URL(options.upstream).host}; keepalive 8; }
  server {
    listen 127.0.0.1:${port}${tls === undefined ? '' : ' ssl'};
    ${tls === undefined ? '' : `ssl_certificate ${tls.cert}; ssl_certificate_key ${tls.key};`}
    client_max_body_size ${options.largest ?? '128m'};
    ${options.server ?? ''}
    location / {
      proxy_pass http://behind;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_next_upstream off;
    }
  }
}
`,
  );
  const program = await machine.start({
    command: 'nginx',
    args: ['-e', 'stderr', '-p', machine.folder, '-c', file],
    ready: { line: /start worker process \d/ },
  });
  return { port, url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`, program };
}
