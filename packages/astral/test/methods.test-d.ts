import type {
  ApiCall,
  AstralClient,
  AstralEvent,
  AstralFile,
  Confirmed,
  Consumer,
  EventStream,
  ExtractedFile,
  FileDownload,
  Packet,
  PacketArchive,
  Ping,
  Published,
  SavedFile,
} from '@partner-apis/astral';
import { type RawDiffers, usesOf } from '@partner-apis/test-kit';
import { expectTypeOf } from 'vitest';
import { z } from 'zod';

// Checked by the compiler, never run: every method of the client, used right and wrong. One that is missing here does not compile.
declare const astral: AstralClient;
declare const id: string;
declare const signal: AbortSignal;

expectTypeOf<RawDiffers<AstralClient>>().toEqualTypeOf<never>();

usesOf<AstralClient>({
  'events.publish'() {
    expectTypeOf(astral.events.publish({ code: 'c', consumer: ['p'], data: {} })).toEqualTypeOf<
      ApiCall<Published>
    >();
    // @ts-expect-error an event has a code
    void astral.events.publish({ consumer: ['p'], data: {} });
    // @ts-expect-error consumers are a list
    void astral.events.publish({ code: 'c', consumer: 'p', data: {} });
    // @ts-expect-error data are an object
    void astral.events.publish({ code: 'c', consumer: ['p'], data: 'text' });
  },
  'events.poll'() {
    expectTypeOf(astral.events.poll({ limit: 10, timeout: 60, unconfirmed: true })).toEqualTypeOf<
      ApiCall<AstralEvent[]>
    >();
    // @ts-expect-error seconds are a number
    void astral.events.poll({ timeout: '60' });
    // @ts-expect-error no such parameter
    void astral.events.poll({ timeoutMs: 60_000 });
  },
  'events.stream'() {
    expectTypeOf(astral.events.stream({ concurrency: 4 })).toEqualTypeOf<EventStream>();
    // @ts-expect-error who pulls repeats by itself
    void astral.events.stream({ retry: { retries: 1 } });
    // @ts-expect-error a number
    void astral.events.stream({ concurrency: '4' });
  },
  'events.get'() {
    expectTypeOf(astral.events.get(id)).toEqualTypeOf<ApiCall<AstralEvent>>();
    // @ts-expect-error an id is missing
    void astral.events.get();
    // @ts-expect-error one at a time
    void astral.events.get([id]);
  },
  'events.confirm'() {
    expectTypeOf(astral.events.confirm([id, id])).toEqualTypeOf<ApiCall<Confirmed>>();
    // @ts-expect-error an id or several
    void astral.events.confirm({ id });
    // @ts-expect-error ids are texts
    void astral.events.confirm([1]);
  },
  'packets.upload'() {
    expectTypeOf(astral.packets.upload([{ name: 'a.txt', data: 'text' }])).toEqualTypeOf<ApiCall<Packet>>();
    // @ts-expect-error files are a list
    void astral.packets.upload({ name: 'a.txt', data: 'text' });
    // @ts-expect-error a file has a name
    void astral.packets.upload([{ data: 'text' }]);
    // @ts-expect-error no contents
    void astral.packets.upload([{ name: 'a', data: 1 }]);
  },
  'packets.get'() {
    expectTypeOf(astral.packets.get(id)).toEqualTypeOf<ApiCall<Packet>>();
    // @ts-expect-error ids are texts
    void astral.packets.get(1);
  },
  'packets.download'() {
    expectTypeOf(astral.packets.download(id, { verify: true, limits: { files: 10 } })).toEqualTypeOf<
      ApiCall<PacketArchive>
    >();
    // @ts-expect-error no such limit
    void astral.packets.download(id, { limits: { entries: 1 } });
  },
  'packets.extract'() {
    expectTypeOf(astral.packets.extract(id, '/inbox', { overwrite: 'rename' })).toEqualTypeOf<
      Promise<ExtractedFile[]>
    >();
    // @ts-expect-error a folder is missing
    void astral.packets.extract(id);
    // @ts-expect-error no such way
    void astral.packets.extract(id, '/inbox', { overwrite: 'skip' });
  },
  'files.get'() {
    expectTypeOf(astral.files.get({ packetId: id, fileId: id })).toEqualTypeOf<ApiCall<AstralFile>>();
    // @ts-expect-error a file is addressed through a packet
    void astral.files.get({ fileId: id });
  },
  'files.download'() {
    expectTypeOf(astral.files.download(`${id}/${id}`)).toEqualTypeOf<ApiCall<FileDownload>>();
    // @ts-expect-error an option of archives
    void astral.files.download(id, { limits: {} });
  },
  'files.save'() {
    expectTypeOf(astral.files.save(id, '/a.txt', { onProgress() {} })).toEqualTypeOf<Promise<SavedFile>>();
    // @ts-expect-error a path is missing
    void astral.files.save(id);
  },
  'files.delete'() {
    expectTypeOf(astral.files.delete(id)).toEqualTypeOf<ApiCall<undefined>>();
    // @ts-expect-error one at a time
    void astral.files.delete([id]);
  },
  consumer() {
    expectTypeOf(
      astral.consumer({ concurrency: 8, orderKey: (event) => event.code }),
    ).toEqualTypeOf<Consumer>();
    // @ts-expect-error a misspelt option
    void astral.consumer({ concurency: 8 });
    // @ts-expect-error a key is a text
    void astral.consumer({ orderKey: () => 1 });
  },
  ping() {
    expectTypeOf(astral.ping({ signal })).toEqualTypeOf<Promise<Ping>>();
    // @ts-expect-error it asks for nothing
    void astral.ping(id);
  },
  request() {
    expectTypeOf(astral.request({ method: 'GET', path: '/' })).toEqualTypeOf<ApiCall<unknown>>();
    const response = z.object({ n: z.number() });
    expectTypeOf(astral.request({ method: 'GET', path: '/', response })).toEqualTypeOf<
      ApiCall<{ n: number }>
    >();
    // @ts-expect-error a path is missing
    void astral.request({ method: 'GET' });
    // @ts-expect-error no such option of a call
    void astral.request({ method: 'GET', path: '/' }, { retry: 1 });
  },
  with() {
    expectTypeOf(astral.with({ apiKey: () => 'k' })).toEqualTypeOf<AstralClient>();
    // @ts-expect-error no such option
    astral.with({ token: 't' });
  },
  close() {
    expectTypeOf(astral.close()).toEqualTypeOf<Promise<void>>();
    // @ts-expect-error it takes no time limit
    void astral.close(1000);
  },
});
