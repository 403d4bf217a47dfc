import type { Clients } from '../vendors/world.ts';

export const ID = '0123456789abcdef0123456789abcdef';
export const STORE = '7d9f6f3e-6f0c-4c5a-9d0e-3a8f1b2c4d5e';
export const REF = { packetId: ID, fileId: ID };

/** Called against a hostile server; resolves or rejects as a program would see it. */
export type Called = (clients: Clients, folder: string) => PromiseLike<unknown>;

export const read: Called = ({ astral }) => astral.events.get(ID);
export const publish: Called = ({ astral }) =>
  astral.events.publish({ code: 'a', consumer: ['b'], data: {} });
export const upload: Called = ({ astral }) => astral.packets.upload([{ name: 'a', data: 'text' }]);
export const save: Called = ({ astral }, folder) => astral.files.save(REF, `${folder}/file`);
export const extract: Called = ({ astral }, folder) => astral.packets.extract(ID, folder);
export const stocks: Called = ({ asna }) =>
  asna.stocks.replace(STORE, { date: '2026-11-27T09:00:00.000Z', stocks: [{ prtId: '1', nnt: 1, qnt: 1 }] });

/** Walks a list to its end; how many items it had. */
export async function walked(items: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _ of items) count += 1;
  return count;
}
