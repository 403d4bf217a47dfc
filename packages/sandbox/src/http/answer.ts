import { Readable } from 'node:stream';

/** What a handler says, before it becomes bytes on a socket or a `Response`. */
export interface Answer {
  readonly status: number;
  /** Lower-case names. `content-length` of a text or byte body is added when the answer is sent. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | Readable | null;
  /** How the body ends: as HTTP has it (default), by closing the connection early, or never. */
  readonly ending?: 'cut' | 'hang';
}

/** Everything that can happen to a request. */
export type Reply =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** The connection is reset. */
  | { readonly kind: 'reset' }
  /** Nothing is ever sent. */
  | { readonly kind: 'silence' };

/** A failure decided somewhere below a handler: carries the answer to send in place of the handler's own. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`Answered with status ${answer.status}`);
    this.name = 'Refusal';
    this.answer = answer;
  }
}

/** A JSON answer. */
export function jsonAnswer(status: number, body: unknown, headers?: Record<string, string>): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

/** Releases what an answer holds (an open file, a compressor) when it will not be sent. */
export function discard(answer: Answer): void {
  if (answer.body instanceof Readable) answer.body.destroy();
}

/** Number of bytes of a body, when it is known before it is read. */
export function knownLength(answer: Answer): number | undefined {
  if (answer.body === null) return 0;
  if (typeof answer.body === 'string') return Buffer.byteLength(answer.body);
  if (answer.body instanceof Uint8Array) return answer.body.byteLength;
  const declared = answer.headers['content-length'];
  return declared === undefined ? undefined : Number(declared);
}
