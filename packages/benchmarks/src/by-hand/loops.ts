import type * as z from 'zod';
import { get, post } from './requests.ts';
import { Confirmed, Envelope, type Event, FeedPage, Payload } from './schemas.ts';

type Handled = Omit<z.output<typeof Event>, 'data'> & { data: z.output<typeof Payload> };

/** The handler of both sides where none is measured: asynchronous, as nearly all are. */
export const nothing = async (): Promise<void> => {};

/** Poll, check, handle one after the other, confirm, until so many events were handled. An event that fails ends the loop, unconfirmed. */
export async function consume(
  origin: string,
  { limit, events }: { readonly limit: number; readonly events: number },
  handler: (event: Handled) => unknown,
): Promise<void> {
  for (let left = events; left > 0;) {
    const page = await get(`${origin}/events?limit=${limit}&timeout=60`, Envelope);
    const ids: string[] = [];
    for (const event of page.events) {
      await handler({ ...event, data: Payload.parse(event.data) });
      ids.push(event.id);
    }
    await post(`${origin}/events/confirm`, { events_id: ids }, Confirmed);
    left -= ids.length;
  }
}

/** Page, check, handle one after the other, save the place, until so many events were handled. An event that fails ends the loop. */
export async function follow(
  origin: string,
  events: number,
  handler: (event: z.output<typeof FeedPage>['events'][number]) => unknown,
  save: (place: string) => Promise<void>,
): Promise<void> {
  let place = '';
  for (let left = events; left > 0;) {
    const after = place === '' ? '' : `&afterEventId=${place}`;
    const page = await get(`${origin}/realty/crypto/v2/events?count=100${after}`, FeedPage);
    for (const event of page.events) await handler(event);
    place = page.lastEventId;
    await save(place);
    left -= page.events.length;
  }
}
