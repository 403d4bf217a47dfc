import { EventEmitter, once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import {
  isAbortedError,
  isRequestValidationError,
  type Transport,
  TransportFailure,
  undiciTransport,
  type UploadFile,
  type UploadOptions,
} from '@partner-apis/astral';
import { describe, expect, it, onTestFinished } from 'vitest';
import { rejection } from '@partner-apis/test-kit';
import { folder } from './support/folder.ts';
import { envelope, peer, type Peer } from './support/http-server.ts';
import { bodyOf, partsOf } from './support/multipart.ts';

const PACKET = envelope({ packet: { id: 'f'.repeat(32), files: [] } });

/** A platform that remembers how each form ended. */
async function platform(
  options?: Parameters<typeof peer>[1],
): Promise<Peer & { whole: string[][]; broken: number[]; events: EventEmitter }> {
  const whole: string[][] = [];
  const broken: number[] = [];
  const events = new EventEmitter();
  const server = await peer((request, response) => {
    events.emit('begun');
    bodyOf(request).then(
      (body) => {
        const parts = partsOf(body, request.headers['content-type'] ?? '');
        whole.push(parts.map(({ content }) => content.toString()));
        response.end(PACKET);
      },
      () => {
        broken.push(whole.length);
        events.emit('broken');
      },
    );
  }, options);
  return { ...server, whole, broken, events };
}

/** What a caller without types may pass. */
function untyped(value: unknown): readonly UploadFile[] {
  return value as readonly UploadFile[];
}

describe('refused before a socket opens', () => {
  const text = 'x';
  const refused: [string, unknown, (string | number)[][]][] = [
    ['no array', { name: 'a', data: text }, [['files']]],
    ['no files', [], [['files']]],
    ['no object', ['a'], [['files', 0]]],
    ['an empty name', [{ name: '', data: text }], [['files', 0, 'name']]],
    ['a name that is no text', [{ name: 7, data: text }], [['files', 0, 'name']]],
    ['a name with a control character', [{ name: 'a\0b', data: text }], [['files', 0, 'name']]],
    ['half a character in a name', [{ name: 'a\ud800', data: text }], [['files', 0, 'name']]],
    [
      'a type that would end its line',
      [{ name: 'a', data: text, type: 'a/b\r\nX: y' }],
      [['files', 0, 'type']],
    ],
    ['a type without a slash', [{ name: 'a', data: text, type: 'pdf' }], [['files', 0, 'type']]],
    ['a negative size', [{ name: 'a', data: () => Readable.from([]), size: -1 }], [['files', 0, 'size']]],
    [
      'a size that is no number',
      [{ name: 'a', data: () => Readable.from([]), size: Number.NaN }],
      [['files', 0, 'size']],
    ],
    ['a size that is not that of the bytes', [{ name: 'a', data: text, size: 2 }], [['files', 0, 'size']]],
    ['no data', [{ name: 'a' }], [['files', 0, 'data']]],
    ['a number as data', [{ name: 'a', data: 5 }], [['files', 0, 'data']]],
    ['a stream in place of a function', [{ name: 'a', data: new PassThrough() }], [['files', 0, 'data']]],
    ['a web address', [{ name: 'a', data: new URL('https://example.com/a') }], [['files', 0, 'data']]],
    ['a missing path', [{ name: 'a', data: { path: '/no/such/file' } }], [['files', 0, 'data']]],
    ['a directory', [{ name: 'a', data: { path: '/tmp' } }], [['files', 0, 'data']]],
    ['a device', [{ name: 'a', data: { path: '/dev/null' } }], [['files', 0, 'data']]],
    [
      'a size over the limit',
      [{ name: 'a', data: () => Readable.from([]), size: 134_217_729 }],
      [['files', 0, 'data']],
    ],
    [
      'several at once',
      [
        { name: '', data: text },
        { name: 'b', data: 5 },
      ],
      [
        ['files', 0, 'name'],
        ['files', 1, 'data'],
      ],
    ],
  ];

  it.each(refused)('%s', async (_, files, paths) => {
    const { astral, asked } = await platform();

    const error = await rejection(astral.packets.upload(untyped(files)));

    if (!isRequestValidationError(error)) throw error;
    expect(new Set(error.issues.map(({ path }) => path.join('.')))).toEqual(
      new Set(paths.map((path) => path.join('.'))),
    );
    expect(error).toMatchObject({ vendor: 'astral', operation: 'packets.upload' });
    expect(asked).toEqual([]);
  });

  it.each([
    ['a\0b', 'must not hold control characters other than line breaks'],
    ['a\ud800b', 'must be well-formed text'],
  ])('the name %j: says which character it minds', async (name, words) => {
    const { astral } = await platform();

    const error = await rejection(astral.packets.upload([{ name, data: text }]));

    expect(error).toMatchObject({
      issues: [{ path: ['files', 0, 'name'], message: expect.stringContaining(words) }],
    });
  });

  const badOptions: [string, object][] = [
    ['maxFileBytes', { maxFileBytes: '5' }],
    ['onProgress', { onProgress: true }],
    ['retries', { retries: -1 }],
  ];
  it.each(badOptions)('a bad %s', async (name, options) => {
    const { astral, asked } = await platform();

    const error = await rejection(astral.packets.upload([{ name: 'a', data: text }], options));

    expect(error).toMatchObject({ code: 'REQUEST_VALIDATION', issues: [{ path: [name] }] });
    expect(asked).toEqual([]);
  });
});

describe('a source that is not what it was said to be fails the call, and no form arrives', () => {
  const letters = (count: number) => Buffer.alloc(count, 'a');
  const own = new Error('the scanner is out of paper');
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield letters(200_000);
    throw own;
  }
  const sources: [string, Omit<UploadFile, 'name'>, UploadOptions, RegExp][] = [
    [
      'longer',
      { data: () => Readable.from([letters(10), letters(10)]), size: 19 },
      {},
      /more than the announced 19 bytes/,
    ],
    [
      'shorter',
      { data: () => Readable.from([letters(10)]), size: 11 },
      {},
      /after 10 of the announced 11 bytes/,
    ],
    ['empty', { data: () => Readable.from([]), size: 1 }, {}, /after 0 of the announced 1 bytes/],
    [
      'over the limit, of unknown size',
      { data: () => Readable.from([letters(300_001)]) },
      { maxFileBytes: 300_000 },
      /more than 300000 bytes/,
    ],
    ['failing', { data: failing }, {}, /the scanner is out of paper/],
    ['failing, with a size', { data: failing, size: 500_000 }, {}, /the scanner is out of paper/],
    ['of numbers', { data: () => Readable.from([1, 2]) }, {}, /yielded number in place of bytes/],
    ['none at all', { data: () => untyped(5) as never }, {}, /did not return a stream/],
  ];

  it.each(sources)('%s', async (_, source, options, words) => {
    const { astral, whole, events } = await platform();
    const broken = once(events, 'broken');

    const files = [
      { name: 'first', data: letters(300_000) },
      { name: 'second', ...source },
    ];
    const error = await rejection(astral.packets.upload(files, options));

    if (!isRequestValidationError(error)) throw error;
    expect(error.issues).toEqual([{ path: ['files', 1, 'data'], message: expect.stringMatching(words) }]);
    expect(error.message).toMatch(words);
    await broken;
    expect(whole).toEqual([]);
  });

  it('keeps the error of the source as its cause', async () => {
    const { astral } = await platform();

    const error = await rejection(astral.packets.upload([{ name: 'a', data: failing }]));

    expect(error).toHaveProperty('cause', own);
  });

  it('a file that grows after it was looked at', async () => {
    const { astral, whole } = await platform();
    const path = join(folder(), 'log');
    writeFileSync(path, 'one');

    const error = await rejection(
      astral.packets.upload([
        {
          name: 'first',
          data: () => {
            writeFileSync(path, 'one, two');
            return Readable.from([Buffer.from('x')]);
          },
        },
        { name: 'log', data: { path } },
      ]),
    );

    expect(error).toMatchObject({ issues: [{ path: ['files', 1, 'data'] }] });
    expect(whole).toEqual([]);
  });

  it('one over the limit goes out when the limit is lifted', async () => {
    const { astral, whole } = await platform();

    await astral.packets.upload([{ name: 'a', data: 'abc' }], { maxFileBytes: 3 });
    await astral.packets.upload([{ name: 'a', data: () => Readable.from(['abcd']) }], {
      maxFileBytes: Number.POSITIVE_INFINITY,
    });

    expect(whole).toEqual([['abc'], ['abcd']]);
  });
});

describe('sent again', () => {
  /** Takes the first 100,000 bytes of the first request and reports that no connection was made. */
  function refusingOnce(): Transport {
    const real = undiciTransport();
    onTestFinished(() => real.close());
    let refused = false;
    return {
      name: 'refusing once',
      async send(request) {
        const { body } = request;
        if (refused || typeof body !== 'object' || !('open' in body)) return real.send(request);
        refused = true;
        let taken = 0;
        for await (const chunk of body.open()) {
          taken += chunk.length;
          if (taken > 100_000) break;
        }
        throw new TransportFailure('ECONNREFUSED', { neverSent: true });
      },
      close: () => real.close(),
    };
  }
  const quick = { retry: { minDelayMs: 0, maxDelayMs: 0 } };

  it('after a refused connection every source is opened once more, from its start', async () => {
    const { astral, whole } = await platform({ transport: refusingOnce(), ...quick });
    const path = join(folder(), 'file');
    writeFileSync(path, 'p'.repeat(50_000));
    let opened = 0;

    await astral.packets.upload([
      { name: 'a', data: { path } },
      {
        name: 'b',
        data() {
          opened += 1;
          return Readable.from([Buffer.alloc(80_000, 'f')]);
        },
      },
    ]);

    expect(whole).toEqual([['p'.repeat(50_000), 'f'.repeat(80_000)]]);
    expect(opened).toBe(2);
  });

  it('a function that gives the same stream twice is found out', async () => {
    const { astral, whole } = await platform({ transport: refusingOnce(), ...quick });
    const stream = Readable.from([Buffer.alloc(200_000)]);

    const error = await rejection(astral.packets.upload([{ name: 'a', data: () => stream }]));

    expect(error).toMatchObject({ issues: [{ message: expect.stringContaining('a new stream each time') }] });
    expect(whole).toEqual([]);
  });

  it('an upload that may have arrived is not', async () => {
    const { astral, asked } = await peer((request) => {
      request.resume().on('end', () => request.socket.destroy());
    });

    const error = await rejection(astral.packets.upload([{ name: 'a', data: 'x' }]));

    expect(error).toMatchObject({ code: 'CONNECTION', operation: 'packets.upload' });
    expect(asked).toEqual(['POST /packet']);
  });
});

describe('an abort in the middle', () => {
  const stuck: [string, () => { data: UploadFile['data']; closed: Promise<unknown> }][] = [
    [
      'a Readable that stands still',
      () => {
        const stream = new PassThrough();
        stream.write(Buffer.alloc(1000));
        return { data: () => stream, closed: once(stream, 'close') };
      },
    ],
    [
      'a ReadableStream that stands still',
      () => {
        const { promise, resolve } = Promise.withResolvers<void>();
        const stream = new ReadableStream<Uint8Array>({
          start: (controller) => controller.enqueue(new Uint8Array(1000)),
          cancel: () => resolve(),
        });
        return { data: () => stream, closed: promise };
      },
    ],
    [
      'an endless generator',
      () => {
        const { promise, resolve } = Promise.withResolvers<void>();
        async function* endless(): AsyncGenerator<Uint8Array> {
          try {
            for (;;) yield new Uint8Array(100_000);
          } finally {
            resolve();
          }
        }
        return { data: endless, closed: promise };
      },
    ],
  ];

  it.each(stuck)('closes %s, and the connection', async (_, make) => {
    const { astral, whole, events, allClosed } = await platform();
    const { data, closed } = make();
    const controller = new AbortController();
    const begun = once(events, 'begun');

    const call = astral.packets.upload([{ name: 'a', data }], { signal: controller.signal });
    const failed = rejection(call);
    await begun;
    controller.abort(new Error('changed my mind'));

    const error = await failed;
    expect(isAbortedError(error)).toBe(true);
    await closed;
    await allClosed();
    expect(whole).toEqual([]);
  });

  it('before the start opens nothing', async () => {
    const { astral, asked } = await platform();
    let opened = false;

    const error = await rejection(
      astral.packets.upload(
        [
          {
            name: 'a',
            data() {
              opened = true;
              return Readable.from([]);
            },
          },
        ],
        { signal: AbortSignal.abort() },
      ),
    );

    expect(isAbortedError(error)).toBe(true);
    expect([asked, opened]).toEqual([[], false]);
  });
});
