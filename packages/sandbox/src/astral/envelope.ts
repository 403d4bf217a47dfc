import type { Clock } from '../clock.ts';
import { jsonAnswer, Refusal, type Answer } from '../http/answer.ts';
import type { Random } from '../random.ts';
import { failures, statusTitles, type FailureName } from './failures.ts';

/**
 * The platform's JSON answers. Success and failure share one frame (manual, section 3): status, type, title, sometimes
 * detail, then what the method returns. What a failure holds beside it is not in the manual: `id` of the report, `code`
 * (service, status, ordinal) and `created` are what the platform's own libraries write.
 */
export class Envelopes {
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  success(title: string, payload: Record<string, unknown>): Answer {
    // `about:blank`: the manual's value of `type` when there is no error.
    return jsonAnswer(200, { status: 200, type: 'about:blank', title, ...payload });
  }

  failure(
    name: FailureName,
    detail?: string,
    extra?: { headers?: Record<string, string>; events?: unknown },
  ): Answer {
    const [status, ordinal, title] = failures[name];
    return this.#report(status, ordinal, title, { detail, events: extra?.events }, extra?.headers);
  }

  /** A failure of any status, for injected faults; ordinal 9 is that of failures nobody registered. */
  status(status: number): Answer {
    return this.#report(status, 9, statusTitles[status] ?? `Код ответа ${status}`, {});
  }

  /** Ends a handler with a failure. */
  refuse(name: FailureName, detail?: string, extra?: Parameters<Envelopes['failure']>[2]): never {
    throw new Refusal(this.failure(name, detail, extra));
  }

  #report(
    status: number,
    ordinal: number,
    title: string,
    payload: Record<string, unknown>,
    headers?: Record<string, string>,
  ): Answer {
    const code = `api${status}${ordinal}`;
    const created = new Date(this.#clock.now()).toISOString();
    const report = {
      status,
      type: `/documentation#${code}`,
      title,
      ...payload,
      id: this.#random.hex(32),
      code,
      created,
    };
    return jsonAnswer(status, report, headers);
  }
}
