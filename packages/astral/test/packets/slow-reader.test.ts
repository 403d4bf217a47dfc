import { type AddressInfo, createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { AstralClient } from '@partner-apis/astral';
import { expect, it, onTestFinished } from 'vitest';
import { archive, file, id } from './support/raw-tar.ts';

/** Sends this and closes at once, whether or not anybody reads. */
async function closingServer(
  head: string,
  body: Buffer,
): Promise<{ astral: AstralClient; closed: Promise<unknown> }> {
  const { promise: closed, resolve } = Promise.withResolvers<unknown>();
  const server = createServer((socket: Socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(Buffer.concat([Buffer.from(head), body])));
    once(socket, 'close').then(resolve, resolve);
  });
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  const { port } = server.address() as AddressInfo;
  const astral = new AstralClient({ apiKey: 'key', baseUrl: `http://127.0.0.1:${port}` });
  onTestFinished(async () => {
    server.close();
    await astral.close();
  });
  return { astral, closed };
}

// nodejs/undici#5360: a body that nobody reads while the server closes its side ended the process with an assertion that nothing
// could catch. Here the server is done before the first byte is read.
const framings = (body: Buffer): [string, string][] => [
  ['a length', `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n`],
  [
    'a length and connection: close',
    `HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n`,
  ],
  ['no length', 'HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n'],
];

const packed = archive(file(1, 'Акт', 'x'.repeat(5000)));

it.each(framings(packed))(
  'a reader that comes after the server has closed gets it all: archive, %s',
  async (_, head) => {
    const { astral, closed } = await closingServer(head, packed);

    const download = await astral.packets.download(id(9));
    await closed;
    const texts = [];
    for await (const item of download) texts.push(await item.text());

    expect(texts).toEqual(['x'.repeat(5000)]);
  },
);

const plain = Buffer.from('y'.repeat(40_000));

it.each(framings(plain).slice(0, 2))(
  'a reader that comes after the server has closed gets it all: file, %s',
  async (_, head) => {
    const { astral, closed } = await closingServer(head, plain);

    const download = await astral.files.download(`${id(9)}/${id(1)}`);
    await closed;

    expect(await text(download.stream())).toBe('y'.repeat(40_000));
  },
);

it.each(framings(packed))(
  'nobody ever reads, the server closes, and the process lives on: %s',
  async (_, head) => {
    const { astral, closed } = await closingServer(head, packed);

    const download = await astral.packets.download(id(9));
    await closed;
    await download.close();

    const again = await astral.packets.download(id(9));
    await again.close();
    expect(again).not.toBe(download);
  },
);
