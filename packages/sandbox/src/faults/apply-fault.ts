import { pause, type Clock } from '../clock.ts';
import { discard, knownLength, type Answer, type Reply } from '../http/answer.ts';
import type { Vendor } from '../vendor.ts';
import { drip, firstHalf } from './partial-body.ts';
import type { ActiveFault } from './faults.ts';

/** What a fault works with. */
export interface FaultScene {
  /** Lets the vendor's handler take effect. */
  readonly run: () => Promise<Reply>;
  readonly vendor: Vendor;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Turns what would have been answered into what the fault makes of it. */
export async function applyFault(fault: ActiveFault, scene: FaultScene): Promise<Reply> {
  switch (fault.kind) {
    // A request that got here although the listener is closed came in through `fetch`, or on its way while it closed.
    case 'refuse':
    case 'reset':
      return { kind: 'reset' };
    case 'reset-after-effect': {
      const reply = await scene.run();
      if (reply.kind === 'answer') discard(reply.answer);
      return { kind: 'reset' };
    }
    case 'stall-headers':
      return { kind: 'silence' };
    case 'bad-json':
      return { kind: 'answer', answer: brokenJson() };
    case 'status':
      return { kind: 'answer', answer: withRetryAfter(scene.vendor.failure(fault.status), fault.retryAfter) };
    case 'cut-body':
      return reshape(await scene.run(), (answer) => halve(answer, fault, 'cut'));
    case 'stall-body':
      return reshape(await scene.run(), async (answer) =>
        isWhole(answer, fault) ? answer : halve(answer, fault, 'hang'),
      );
    case 'slow': {
      const reply = await scene.run();
      await pause(scene.clock, fault.delayMs, scene.signal);
      return reshape(reply, (answer) => slow(answer, fault, scene));
    }
  }
}

/** Whether the headers are all of an answer. One that is whole and never ended would hold up the next request of its connection. */
function isWhole(answer: Answer, { framing }: ActiveFault): boolean {
  if (answer.status === 204 || answer.status === 304) return true;
  return framing === 'length' && knownLength(answer) === 0;
}

async function reshape(reply: Reply, change: (answer: Answer) => Promise<Answer>): Promise<Reply> {
  return reply.kind === 'answer' ? { kind: 'answer', answer: await change(reply.answer) } : reply;
}

async function halve(answer: Answer, fault: ActiveFault, ending: 'cut' | 'hang'): Promise<Answer> {
  const { body, length } = await firstHalf(answer);
  const headers = { ...answer.headers };
  delete headers['content-length'];
  if (fault.framing === 'length') headers['content-length'] = String(length);
  return { status: answer.status, headers, body, ending };
}

async function slow(answer: Answer, fault: ActiveFault, { clock, signal }: FaultScene): Promise<Answer> {
  if (answer.body === null) return answer;
  const length = knownLength(answer);
  const headers = { ...answer.headers, ...(length !== undefined && { 'content-length': String(length) }) };
  return { ...answer, headers, body: drip(answer, (parts) => pause(clock, fault.delayMs / parts, signal)) };
}

/** Looks like success and stops in the middle of a string. */
function brokenJson(): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: '{"status":200,"type":"about:blank","title":"',
  };
}

function withRetryAfter(answer: Answer, retryAfter: ActiveFault['retryAfter']): Answer {
  if (retryAfter === undefined) return answer;
  const value = retryAfter instanceof Date ? retryAfter.toUTCString() : String(retryAfter);
  return { ...answer, headers: { ...answer.headers, 'retry-after': value } };
}
