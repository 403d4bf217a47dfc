import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AstralClient } from '@partner-apis/astral';
import { undiciTransport } from '@partner-apis/core';
import { Log } from '@partner-apis/test-kit';
import { ProxyAgent } from 'undici';
import { printed, ProcessEars } from './observed.ts';
import type { Stage } from './stage.ts';

/** How a proxy answers CONNECT, and quotes what it was sent while it does. */
const ANSWERS = [
  (said: string) => `HTTP/1.1 407 Proxy Authentication Required ${said}\r\nX-Said: ${said}\r\n\r\n`,
  (said: string) => `HTTP/1.1 403 ${said}\r\nContent-Length: ${said.length}\r\n\r\n${said}`,
  (said: string) => `HTTP/1.1 502 Bad Gateway\r\n\r\n<html><title>${said}</title></html>`,
  (said: string) => `${said}\r\n\r\n`,
  () => '',
];

/** Calls through proxies that want a password, given in each of the ways that undici has, and named by the environment. */
export async function proxies({ secrets }: Stage): Promise<{ calls: number; text: string }> {
  using ears = new ProcessEars();
  const log = new Log();
  const texts: string[] = [];
  let [answer, calls] = [0, 0];
  const proxy = createServer();
  proxy.on('connect', (request, socket) => {
    socket.on('error', () => undefined);
    const credential = request.headers['proxy-authorization'] ?? '';
    const [, packed = ''] = credential.split(' ');
    socket.end(
      ANSWERS[answer % ANSWERS.length]?.(`${credential} ${atob(packed)} ${encodeURIComponent(atob(packed))}`),
    );
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve);
  });
  // A server that listens on a port has an address object.
  const { port } = proxy.address() as AddressInfo;
  const password = secrets['proxy password'] ?? '';
  const own = `http://user:${encodeURIComponent(password)}@127.0.0.1:${port}`;
  const token = `Basic ${btoa(`user:${password}`)}`;
  const agents = [
    () => new ProxyAgent({ uri: own }),
    () => new ProxyAgent({ uri: `http://127.0.0.1:${port}`, token }),
  ];
  // What the environment says is only warned of.
  process.env['HTTPS_PROXY'] = own;
  for (const agentOf of agents) {
    for (answer = 0; answer < ANSWERS.length; answer += 1) {
      const agent = agentOf();
      const transport = undiciTransport({ dispatcher: agent });
      const options = {
        apiKey: 'another',
        baseUrl: 'https://vendor.invalid',
        retry: false,
        logger: log,
      } as const;
      const proxied = new AstralClient({ ...options, transport });
      const direct = new AstralClient({ ...options, timeouts: { deadlineMs: 2_000 } });
      for (const client of [proxied, direct]) {
        texts.push(await client.events.get('0'.repeat(32)).then(() => '', printed));
        calls += 1;
        await client.close();
      }
      await agent.destroy();
    }
  }
  delete process.env['HTTPS_PROXY'];
  proxy.closeAllConnections();
  await new Promise((resolve) => {
    proxy.close(resolve);
  });
  return { calls, text: [...texts, JSON.stringify(log.lines), ears.take()].join('\n') };
}
