import type { ReestroClient } from '@partner-apis/reestro';
import type { Probe } from './probe.ts';
import { json, kindOf, member } from './tap.ts';

/** An event that no feed has. */
const NO_EVENT = '00000000-0000-4000-8000-000000000000';

/** Further than this a feed is not walked. */
const PAGES = 100;

/** What the manual of Kontur.Reestro leaves open. */
export const reestroProbes: readonly Probe<ReestroClient>[] = [
  {
    setting: 'unknownCursor',
    question: 'What a cursor gets that the feed does not have',
    assumed: 'refuse',
    async observe(reestro, tap) {
      const seen = await tap.during(() => reestro.crypto.events.list({ afterEventId: NO_EVENT, count: 1 }));
      if (seen === undefined || seen.status === 401 || seen.status === 403 || seen.status >= 500)
        return undefined;
      return seen.status >= 400 ? 'refuse' : 'oldest';
    },
  },
  {
    setting: 'emptyPage',
    question: 'lastEventId of a page without events',
    assumed: 'same',
    async observe(reestro, tap) {
      let after: string | undefined;
      for (let page = 0; page < PAGES; page += 1) {
        const asked = after;
        const seen = await tap.during(() =>
          reestro.crypto.events.list({ ...(asked !== undefined && { afterEventId: asked }), count: 100 }),
        );
        if (seen?.status !== 200) return undefined;
        const body = json(seen.bytes);
        const events = member(body, 'events');
        const last = member(body, 'lastEventId');
        if (Array.isArray(events) && events.length > 0) {
          after = String(last);
          continue;
        }
        // Without any event there is no cursor that could be the same.
        if (after === undefined) return undefined;
        if (last === null) return 'null';
        if (last === undefined) return 'missing';
        return last === '' ? 'empty-text' : 'same';
      }
      return undefined;
    },
  },
  {
    setting: 'refusalBody',
    question: 'Body of 401 and 403',
    assumed: 'empty',
    async observe(reestro, tap) {
      const stranger = reestro.with({ apiKey: 'partner-apis-verify', retry: false });
      try {
        const seen = await tap.during(() => stranger.crypto.events.list({ count: 1 }));
        return seen?.status === 401 || seen?.status === 403 ? kindOf(seen) : undefined;
      } finally {
        await stranger.close();
      }
    },
  },
  {
    setting: 'balance',
    question: 'Whether calls that are paid for are served, and how an empty balance is told',
    assumed: 'enough',
    writes: 'makes one call that is paid for: an address is parsed',
    async observe(reestro, tap) {
      const seen = await tap.during(() => reestro.addresses.parse('Екатеринбург, улица Малышева, 16'));
      if (seen === undefined) return undefined;
      if (seen.status === 402) return 'empty-402';
      if (seen.status === 400 && member(json(seen.bytes), 'code') === 'validation') return 'empty-400';
      return seen.status === 200 ? 'enough' : undefined;
    },
  },
];
