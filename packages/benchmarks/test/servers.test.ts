import { expect, test } from 'vitest';
import { Dispenser } from '../src/servers/dispenser.ts';
import { astralPage, hex, reestroPage } from '../src/servers/events.ts';

/** An answer with events. Boundary: made by the code that is tested. */
const read = (body: Buffer) =>
  JSON.parse(body.toString()) as { events: { id: string; eventId: string }[]; lastEventId: string };
const idsIn = (body: Buffer): string[] => read(body).events.map(({ id }) => id);

test('pages are JSON with running ids, all other text the same', () => {
  expect(idsIn(astralPage(5, 3))).toEqual([hex(5), hex(6), hex(7)]);
  expect(idsIn(astralPage(0xffff_0001, 2))).toEqual([hex(0xffff_0001), hex(0xffff_0002)]);
  const page = read(reestroPage(1, 2));
  expect(page.events.at(-1)?.eventId).toBe(page.lastEventId);
});

test('a flood hands out what is asked for until all is handed out', () => {
  const dispenser = new Dispenser();
  dispenser.fill({ total: 5 });
  const sizes: number[] = [];
  for (const limit of [3, 3, 3]) dispenser.poll(limit, (body) => sizes.push(read(body).events.length));
  expect(sizes).toEqual([3, 2]);
});

test('no id comes twice, not in the next turn either', () => {
  const dispenser = new Dispenser();
  const seen = new Set<unknown>();
  for (const turn of [1, 2]) {
    dispenser.fill({ total: 2 });
    dispenser.poll(2, (body) => void seen.add(JSON.stringify(idsIn(body))));
    expect(seen.size).toBe(turn);
  }
});

test('a wave comes when all of the last were confirmed', () => {
  const dispenser = new Dispenser();
  dispenser.fill({ total: 4, wave: 2 });
  let polled = 0;
  dispenser.poll(9, () => (polled += 1));
  dispenser.poll(9, () => (polled += 1));
  expect(polled).toBe(1);
  dispenser.confirm(2, () => {});
  expect(polled).toBe(2);
});

test('held confirmations are answered after their wave was handed out', async () => {
  const dispenser = new Dispenser();
  dispenser.fill({ total: 4, wave: 4, holdConfirms: true });
  let confirmed = false;
  dispenser.poll(2, () => {});
  const through = new Promise<void>((resolve) =>
    dispenser.confirm(2, () => {
      confirmed = true;
      resolve();
    }),
  );
  expect(confirmed).toBe(false);
  dispenser.poll(2, () => {});
  await through;
});
