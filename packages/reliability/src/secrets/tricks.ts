import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a server does that repeats what it was sent. */
export interface Trick {
  readonly name: string;
  play(response: ServerResponse, echo: Echo): void;
}

/** What is repeated, and how. */
export interface Echo {
  /** Everything that came in, in one of several spellings. */
  readonly said: string;
  /** So many characters before it: limits cut in the middle of a secret. */
  readonly pad: string;
  readonly status: number;
}

/** How a server may spell what it repeats. */
export const spellings: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  'URL-encoded': encodeURIComponent,
  'URL-encoded, in lower case': (text) =>
    encodeURIComponent(text).replaceAll(/%../g, (escape) => escape.toLowerCase()),
  base64: (text) => Buffer.from(text).toString('base64'),
  'base64, one byte on': (text) => Buffer.from(`:${text}`).toString('base64'),
  'base64url, two bytes on': (text) => Buffer.from(`::${text}`).toString('base64url'),
  'as JSON in a text': (text) => JSON.stringify(text),
};

/** All that a request brought, one thing a line, or only one of these things. */
export function broughtBy({ url = '', rawHeaders }: IncomingMessage, body: string, only?: number): string {
  const all = [url, ...rawHeaders.filter((_, i) => i % 2 === 1), body];
  return only === undefined ? all.join('\n') : (all[only % all.length] ?? '');
}

/** A failure in the words of all four vendors at once. */
function words({ said, pad, status }: Echo): object {
  const text = `${pad}${said}`;
  return {
    status,
    statusCode: status,
    isError: true,
    title: text,
    detail: said,
    id: said,
    code: said,
    message: text,
    error: said,
    error_description: text,
    exceptionMessage: text,
    errors: [{ code: said, message: text, target: said }],
    validationErrors: [{ field: text, message: said }],
    payload: { message: text, [said]: said },
  };
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** One line of a header. */
const line = (text: string): string => text.replaceAll(/[^\x20-\x7e]/g, ' ');

/** Each is a way in which servers, gateways and libraries repeat what they got. */
export const tricks: readonly Trick[] = [
  {
    name: 'a refusal in the vendor’s words',
    play: (response, echo) => json(response, echo.status, words(echo)),
  },
  { name: 'a failure under status 200', play: (response, echo) => json(response, 200, words(echo)) },
  {
    name: 'a page of HTML',
    play: (response, { status, said, pad }) =>
      response
        .writeHead(status, { 'content-type': 'text/html', server: line(said) })
        .end(`<html><title>${pad}${said}</title><body>${pad}${said}</body></html>`),
  },
  {
    name: 'a page of HTML under status 200',
    play: (response, { said, pad }) =>
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(`<html><title>${pad}${said}</title><body>${said}</body></html>`),
  },
  {
    name: 'plain text',
    play: (response, { status, said, pad }) =>
      response.writeHead(status, { 'content-type': 'text/plain' }).end(`${pad}${said}`),
  },
  {
    name: 'headers',
    play: (response, { status, said }) =>
      response
        .writeHead(status, {
          'x-request-id': line(said),
          'x-echo': line(said),
          'retry-after': line(said),
          'set-cookie': line(said),
          'content-type': `application/json; charset="${line(said)}"`,
        })
        .end('{}'),
  },
  {
    name: 'a redirect',
    play: (response, { said }) =>
      response
        .writeHead(302, { location: `https://elsewhere.invalid/?said=${encodeURIComponent(said)}` })
        .end(said),
  },
  {
    name: 'a success of an unknown shape',
    play: (response, { said, pad }) =>
      json(response, 200, {
        [said]: said,
        events: said,
        packet: [said],
        list: `${pad}${said}`,
        payload: said,
        secret: [said],
      }),
  },
  {
    name: 'a success that is no JSON',
    play: (response, { said, pad }) =>
      response
        .writeHead(200, { 'content-type': line(`application/json; x=${said}`) })
        .end(`{"a":"${pad}${said}`),
  },
  {
    name: 'a success that is cut',
    play: (response, { said, pad }) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1e6 });
      response.write(`{"a":"${pad}${said}`, () => response.destroy());
    },
  },
  {
    name: 'a coding that it is not in',
    play: (response, { status, said, pad }) =>
      response.writeHead(status, { 'content-encoding': 'gzip', 'x-coding': line(said) }).end(`${pad}${said}`),
  },
  {
    name: 'something that is no HTTP',
    play: (response, { said }) => {
      response.socket?.end(`HTTP/1.1 200 OK\r\n${line(said)}\r\nno header ${line(said)}\r\n\r\n${said}`);
    },
  },
  { name: 'a closed connection', play: (response) => response.destroy() },
];
