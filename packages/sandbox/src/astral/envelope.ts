import type { Clock } from '../clock.ts';
import { jsonAnswer, Refusal, type Answer } from '../http/answer.ts';
import type { Random } from '../random.ts';
import { failures, statusTitles, type FailureName } from './failures.ts';
import type { Settings } from './settings.ts';

/**
 * The platform's JSON answers. Success and failure share one frame (manual, section 3): status, type, title, sometimes
 * detail, then what the method returns. What a failure holds beside it is not in the manual: `id` of the report, `code`
 * (service, status, ordinal) and `created` are what the platform's own libraries write.
 */
export class Envelopes {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #settings: Pick<Settings, 'failureStatus' | 'wrongKey'>;

  constructor(clock: Clock, random: Random, settings: Pick<Settings, 'failureStatus' | 'wrongKey'>) {
    this.#clock = clock;
    this.#random = random;
    this.#settings = settings;
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
    const answer = this.report(name, detail, extra);
    return this.#settings.failureStatus === 'body' ? { ...answer, status: 200 } : answer;
  }

  /** The same with the status of HTTP, whatever the settings say of failures. */
  report(
    name: FailureName,
    detail?: string,
    extra?: { headers?: Record<string, string>; events?: unknown },
  ): Answer {
    const [usual, ordinal, title] = failures[name];
    const status = name === 'noKey' || name === 'wrongKey' ? this.#settings.wrongKey : usual;
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
