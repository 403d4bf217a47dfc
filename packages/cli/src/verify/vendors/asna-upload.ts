import { isPartnerApiError } from '@partner-apis/core';
import type { AsnaSubject } from './asna-subject.ts';
import { described, found, untold } from '../finding.ts';
import type { Asking, Probe } from '../probe.ts';
import { json, member, type Seen } from '../tap.ts';

/** What one upload showed: it is made once for all the questions that it answers. */
interface Upload {
  readonly sent: Seen;
  /** The first answer about the package; undefined where its id is not known. */
  readonly first: Seen | undefined;
  /** Rows before the upload, and after it was processed. */
  readonly before: number;
  readonly after: number | undefined;
}

const SENDS =
  'sends the first row of the stock with PUT as it was read a moment before: a sale between the two is taken back until the next upload, and ' +
  'should PUT replace the stock, which is not documented, only that row is left';

const SEES = 'sees it by the upload that `location` takes';

/** Longer than this a package is not waited for. */
const MOST_WAIT_MS = 120_000;

const uploads = new WeakMap<AsnaSubject, Promise<Upload>>();

/** What an upload of stock shows. */
export const uploadProbes: readonly Probe<AsnaSubject>[] = [
  {
    setting: 'location',
    question: 'Location of a 202: whole, a path only, on another host, or none',
    assumed: 'absolute',
    writes: SENDS,
    async observe(subject, asking) {
      const { sent } = await uploaded(subject, asking);
      const { location } = sent.headers;
      if (location === undefined) return found('missing');
      if (!URL.canParse(location)) return found('relative');
      return found(new URL(location).host === subject.host ? 'absolute' : 'foreign');
    },
  },
  {
    setting: 'knownAtOnce',
    question: 'Whether the status of a package is known as soon as it was taken',
    assumed: true,
    writes: SEES,
    async observe(subject, asking) {
      const { first } = await uploaded(subject, asking);
      if (first === undefined) return untold('the 202 names no package.');
      if (first.status === 204) return found(false);
      return first.status === 200 && typeof member(json(first.bytes), 'statusId') === 'number'
        ? found(true)
        : untold(first);
    },
  },
  {
    setting: 'changes',
    question: 'Whether PUT of stock adds to what is there or replaces it',
    assumed: 'add',
    writes: SEES,
    async observe(subject, asking) {
      const { before, after } = await uploaded(subject, asking);
      if (after === undefined) return untold('the package was not processed.');
      if (before < 2) return untold('the stock has one row only.');
      if (after >= before) return found('add');
      asking.traces.stays(
        `PUT replaced the stock: of ${before} rows ${after} are left. Send the whole stock of the store now.`,
      );
      return found('replace');
    },
  },
];

function uploaded(subject: AsnaSubject, asking: Asking): Promise<Upload> {
  const known = uploads.get(subject);
  if (known !== undefined) return known;
  const made = upload(subject, asking);
  uploads.set(subject, made);
  return made;
}

async function upload({ asna, storeId }: AsnaSubject, { tap, traces }: Asking): Promise<Upload> {
  const read = async (): Promise<readonly unknown[]> => {
    const seen = await tap.during(() => asna.stocks.get(storeId));
    const rows: unknown = json(seen.bytes);
    if (seen.status === 200 && isList(rows)) return rows;
    throw new Error(`the vendor answered the question for the stock with ${described(seen)}.`);
  };
  const rows = await read();
  const [first] = rows;
  if (first === undefined) throw new Error('the store has no stock.');
  const sent = await tap.during(() =>
    asna.request({
      method: 'PUT',
      path: `/v5/stores/${storeId}/stocks`,
      body: { date: new Date().toISOString(), stocks: [first] },
    }),
  );
  if (sent.status !== 202) throw new Error(`the vendor answered the upload with ${described(sent)}.`);
  const messageId = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(sent.headers['location'] ?? '')?.[0];
  if (messageId === undefined) {
    traces.stays(
      'One row of stock was sent again, and it is not known what became of it: the 202 names no package.',
    );
    return { sent, first: undefined, before: rows.length, after: undefined };
  }
  const status = await tap.during(() => asna.messages.getStatus(messageId));
  try {
    await asna.messages.wait(messageId, { timeoutMs: MOST_WAIT_MS, intervalMs: 200 });
  } catch (error) {
    if (!isPartnerApiError(error)) throw error;
    traces.stays(
      `One row of stock was sent again as the package ${messageId}: ${error.message} ` +
        `Ask later: partner-apis call asna GET /v5/messages/${messageId}/status`,
    );
    return { sent, first: status, before: rows.length, after: undefined };
  }
  return { sent, first: status, before: rows.length, after: (await read()).length };
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
