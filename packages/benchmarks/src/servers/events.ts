/** Bodies that the servers of the benchmarks answer with, put together once: what they cost must not limit what is measured. */

/** 32 hex digits. */
export const hex = (number: number): string => number.toString(16).padStart(32, '0');

/** The same with dashes. */
export const guid = (number: number): string =>
  `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

/** An event of Astral.Platform. `more` goes into its data. */
export function astralEvent(number: number, more: object = {}): object {
  return {
    id: hex(number),
    code: 'signature.verified',
    producer: hex(1000),
    parent: hex(2000),
    consumer: [hex(3000), 'archive-service'],
    data: { file: `${hex(4000)}/${hex(5000)}`, valid: true, signer: 'ООО «Ромашка»', number: 7, ...more },
  };
}

/** An answer of Astral.Platform with these events. */
export function envelope(events: readonly object[]): Buffer {
  const head = { type: 'about:blank', title: 'OK', status: 200, created: '2026-01-15T10:20:30.123456789Z' };
  return Buffer.from(JSON.stringify({ ...head, events }));
}

/** An event of Kontur.Reestro: a certificate was issued. */
function reestroEvent(number: number): object {
  const file = {
    contentType: 'cer',
    contentName: 'certificate.cer',
    md5: '9e107d9d372bb6826bd81d3542a419d6',
    size: 2048,
  };
  return {
    eventId: guid(number),
    eventDate: '2026-01-15T10:20:30.123456Z',
    certificateId: guid(0xfff1),
    certificateFormEvent: {
      formState: 'Released',
      certificate: { contentId: guid(0xfff2), ...file },
      receipt: { contentId: guid(0xfff3), ...file },
    },
  };
}

/** Makes pages of events with running numbers: a ready text, in which only the ids are written anew. */
function pages(id: (number: number) => string, text: (numbers: readonly number[]) => string) {
  const ready = new Map<number, { page: Buffer; places: readonly number[] }>();
  const first = 0xffff_0000;
  const make = (count: number) => {
    const numbers = Array.from({ length: count }, (_, index) => first + index);
    const page = Buffer.from(text(numbers));
    return { page, places: numbers.map((number) => page.indexOf(id(number))) };
  };
  return (from: number, count: number): Buffer => {
    const known = ready.get(count) ?? make(count);
    ready.set(count, known);
    const page = Buffer.from(known.page);
    for (const [index, place] of known.places.entries()) page.write(id(from + index), place, 'latin1');
    return page;
  };
}

/** So many events of Astral.Platform, from this number on. */
export const astralPage = pages(hex, (numbers) =>
  envelope(numbers.map((number) => astralEvent(number))).toString(),
);

/** So many events of Kontur.Reestro, from this number on; `lastEventId` is the id of the last. */
const reestroEvents = pages(guid, (numbers) => JSON.stringify(numbers.map((number) => reestroEvent(number))));
export const reestroPage = (from: number, count: number): Buffer =>
  Buffer.concat([
    Buffer.from(`{"lastEventId":"${guid(from + count - 1)}","events":`),
    reestroEvents(from, count),
    Buffer.from('}'),
  ]);
