import { ApiCall, type WithResponse } from '@partner-apis/core/user';
import type { Report, SoftError } from '../api/soft-errors.ts';

/** What {@link ReadCall.withResponse} resolves to. */
export interface ReadResponse<Data> extends WithResponse<Data> {
  /** What was reported beside the data; empty when nothing was. */
  readonly softErrors: readonly SoftError[];
}

/** A read: `await` it for the data, `await call.withResponse()` for the data, how it arrived, and the soft errors beside it. */
export class ReadCall<Data> extends ApiCall<Data> {
  readonly #answer: Promise<ReadResponse<Data>>;

  /** @internal */
  constructor(call: ApiCall<Report<Data>>) {
    const answer = bare(call);
    super(answer);
    this.#answer = answer;
  }

  override withResponse(): Promise<ReadResponse<Data>> {
    return this.#answer;
  }
}

async function bare<Data>(call: ApiCall<Report<Data>>): Promise<ReadResponse<Data>> {
  const { data: report, response } = await call.withResponse();
  return { data: report.data, softErrors: report.softErrors, response };
}
