import { ConfigurationError } from '@partner-apis/core';

/** How to get the bytes as they came, which are what is signed. */
const HOW =
  'Give the bytes as they were received. Express: mount receiver.express() before express.json(), or put express.raw({ type: () => true }) ' +
  'on its route. Fastify: register receiver.fastify as a plugin. Node.js http: let receiver.node(req, res) read the request. ' +
  'Fetch (Hono, Bun, Deno): pass the Request on before anything reads its body.';

/** The error for a body of which only a parsed form is left: it cannot be turned back into the bytes that were signed. */
export function alreadyParsed(what: string): ConfigurationError {
  return new ConfigurationError(`An ASNA webhook cannot be verified: ${what}. ${HOW}`);
}

/** The bytes of a body; a string stands for its UTF-8 bytes. Throws ConfigurationError for a body that was parsed. */
export function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  if (typeof body === 'string') return Buffer.from(body, 'utf8');
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  const kind = body === null ? 'null' : Array.isArray(body) ? 'an array' : typeof body;
  throw alreadyParsed(`its body was given as ${kind}, not as bytes or text`);
}
