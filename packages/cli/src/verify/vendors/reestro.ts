import type { ReestroClient } from '@partner-apis/reestro';
import { found, untold } from '../finding.ts';
import type { Probe } from '../probe.ts';
import { json, kindOf, member, type Seen, type Tap } from '../tap.ts';

/** An event that no feed has. */
const NO_EVENT = '00000000-0000-4000-8000-000000000000';

/** Further than this a feed is not walked. */
const PAGES = 100;

/** What the manual of Kontur.Reestro leaves open. */
export const reestroProbes: readonly Probe<ReestroClient>[] = [
  {
    setting: 'withoutCursor',
    question: 'Where the feed begins without a cursor: at its oldest event, or at its newest ones',
    assumed: 'oldest',
    async observe(reestro, { tap }) {
      const page = await read(reestro, tap, { count: 1 });
      const [first] = page.ids ?? [];
      if (page.ids === undefined) return untold(page.seen);
      if (typeof first !== 'string') return untold('the feed has no events.');
      const after = await read(reestro, tap, { count: 1, afterEventId: first });
      if (after.ids === undefined) return untold(after.seen);
      // What comes after it is younger; nothing comes after the newest.
      if (after.ids.length > 0) return found('oldest');
      const more = await read(reestro, tap, { count: 2 });
      return (more.ids?.length ?? 0) > 1 ? found('newest') : untold('the feed has one event only.');
    },
  },
  {
    setting: 'unknownCursor',
    question: 'What a cursor gets that the feed does not have',
    assumed: 'refuse',
    async observe(reestro, { tap }) {
      const { seen, ids } = await read(reestro, tap, { count: 1, afterEventId: NO_EVENT });
      if (seen.status === 400) return found('refuse');
      if (ids === undefined) return untold(seen);
      const start = await read(reestro, tap, { count: 1 });
      if (start.ids === undefined) return untold(start.seen);
      const [begins] = start.ids;
      if (begins === undefined) return untold('the feed has no events.');
      if (ids.length === 0) return found('empty');
      return ids[0] === begins
        ? found('oldest')
        : untold('the page begins elsewhere than the feed does without a cursor.');
    },
  },
  {
    setting: 'emptyPage',
    question: 'lastEventId of a page without events',
    assumed: 'same',
    async observe(reestro, { tap }) {
      let after: string | undefined;
      for (let page = 0; page < PAGES; page += 1) {
        const asked = after;
        const { seen, ids, last } = await read(reestro, tap, {
          count: 100,
          ...(asked !== undefined && { afterEventId: asked }),
        });
        if (ids === undefined) return untold(seen);
        if (ids.length > 0) {
          if (typeof last !== 'string' || last === '')
            return untold('a page with events has no lastEventId.');
          after = last;
          continue;
        }
        if (asked === undefined) return untold('the feed has no events, and so no cursor to compare with.');
        if (last === null) return found('null');
        if (last === undefined) return found('missing');
        if (last === '') return found('empty-text');
        return typeof last === 'string' && last.toLowerCase() === asked.toLowerCase()
          ? found('same')
          : untold('lastEventId is neither the cursor that was asked with, nor null, missing or empty.');
      }
      return untold(`${PAGES} pages did not reach the end of the feed.`);
    },
  },
  {
    setting: 'refusalBody',
    question: 'Body of 401 and 403',
    assumed: 'empty',
    async observe(reestro, { tap }) {
      const stranger = reestro.with({ apiKey: 'partner-apis-verify' });
      try {
        const seen = await tap.during(() => stranger.crypto.events.list({ count: 1 }));
        return seen.status === 401 || seen.status === 403 ? found(kindOf(seen)) : untold(seen);
      } finally {
        await stranger.close();
      }
    },
  },
  {
    setting: 'unchanged',
    question: 'What is answered to If-None-Match with the tag of an object that did not change',
    assumed: 'not-modified',
    async observe(reestro, { tap }) {
      const [form] = await reestro.crypto.forms.list();
      const formId = form?.formId;
      if (formId === undefined) return untold('there is no certificate form to ask for.');
      const seen = await tap.during(() => reestro.crypto.forms.get(formId));
      const { etag } = seen.headers;
      if (seen.status !== 200) return untold(seen);
      if (etag === undefined) return untold('the answer has no ETag.');
      const again = await tap.during(() => reestro.crypto.forms.get(formId, { ifNoneMatch: etag }));
      if (again.status === 304) return found('not-modified');
      return again.status === 200 && again.headers['etag'] === etag ? found('again') : untold(again);
    },
  },
  {
    setting: 'balance',
    question: 'Whether calls that are paid for are served, and how an empty balance is told',
    assumed: 'enough',
    writes: 'makes one call that is paid for: an address is parsed',
    async observe(reestro, { tap }) {
      const seen = await tap.during(() => reestro.addresses.parse('Екатеринбург, улица Малышева, 16'));
      if (seen.status === 402) return found('empty-402');
      if (seen.status === 400 && member(json(seen.bytes), 'code') === 'validation') return found('empty-400');
      // What a served call answers is not documented: any JSON counts.
      return seen.status === 200 && kindOf(seen) === 'json' ? found('enough') : untold(seen);
    },
  },
];

interface Page {
  readonly seen: Seen;
  /** Ids of the events; undefined where the answer is no page. */
  readonly ids: readonly unknown[] | undefined;
  readonly last: unknown;
}

async function read(
  reestro: ReestroClient,
  tap: Tap,
  query: { readonly count: number; readonly afterEventId?: string },
): Promise<Page> {
  const seen = await tap.during(() => reestro.crypto.events.list(query));
  const body = json(seen.bytes);
  const events = member(body, 'events');
  const ids =
    seen.status === 200 && Array.isArray(events)
      ? events.map((event) => member(event, 'eventId'))
      : undefined;
  return { seen, ids, last: member(body, 'lastEventId') };
}
