import {
  type ContentInfo,
  type CryptoEvent,
  type CursorStore,
  type Feed,
  isCertificateRejected,
  isCertificateReleased,
  isReestroHttpError,
  isSigningProcessed,
  memoryCursorStore,
  ReestroClient,
  type ReestroError,
} from '@partner-apis/reestro';
import { expectTypeOf, test } from 'vitest';

declare const event: CryptoEvent;
declare const reestro: ReestroClient;
declare const store: CursorStore;

/** Compiled, never run. */
function compiled(_: () => unknown): void {}

test('the union narrows by the property that is present', () => {
  compiled(() => {
    if (event.certificateFormEvent !== undefined) {
      expectTypeOf(event.certificateFormEvent.certificate).toEqualTypeOf<ContentInfo | undefined>();
      expectTypeOf(event.certificateFormEvent.error).toEqualTypeOf<ReestroError[] | undefined>();
    } else if (event.signEvent !== undefined) {
      expectTypeOf(event.signEvent.signatureId).toEqualTypeOf<string | undefined>();
      expectTypeOf(event.certificateFormEvent).toEqualTypeOf<undefined>();
    } else {
      expectTypeOf(event['anything']).toBeUnknown();
      expectTypeOf(event.raw['anything']).toBeUnknown();
    }
    // @ts-expect-error it may be another kind of event
    void event.certificateFormEvent.formState;
  });
});

test('guards narrow one after the other', () => {
  compiled(() => {
    if (isCertificateReleased(event))
      expectTypeOf(event.certificateFormEvent.formState).toEqualTypeOf<'Released'>();
    else if (isCertificateRejected(event))
      expectTypeOf(event.certificateFormEvent.formState).toEqualTypeOf<'ValidationError'>();
    else if (isSigningProcessed(event)) expectTypeOf(event.signEvent.signState).toEqualTypeOf<'Processed'>();
    else expectTypeOf(event.eventId).toBeString();
  });
});

test('open enums suggest what is known and allow the rest', () => {
  compiled(() => {
    const state = event.certificateFormEvent?.formState;
    switch (state) {
      case 'Released':
      case 'SomethingNew':
        return expectTypeOf(state).toExtend<string>();
      default:
        return expectTypeOf(state).toExtend<string | undefined>();
    }
  });
});

test('errors of the vendor are typed', () => {
  compiled(() => {
    const error: unknown = undefined;
    if (!isReestroHttpError(error)) return;
    expectTypeOf(error.body.code).toEqualTypeOf<string | undefined>();
    expectTypeOf(error.body.errors).toEqualTypeOf<readonly ReestroError[] | undefined>();
  });
});

test('wrong uses do not compile', () => {
  expectTypeOf<ReestroClient['crypto']['events']['list']>().parameter(0).not.toBeAny();
  compiled(() => {
    // @ts-expect-error no credential
    new ReestroClient({ orgId: 'o' });
    // @ts-expect-error two credentials
    new ReestroClient({ orgId: 'o', apiKey: 'a', sid: 's' });
    // @ts-expect-error no organization
    new ReestroClient({ apiKey: 'a' });
    // @ts-expect-error no such installation
    new ReestroClient({ orgId: 'o', apiKey: 'a', environment: 'staging' });
    // @ts-expect-error a count is a number
    void reestro.crypto.events.list({ count: '10' });
    // @ts-expect-error no such parameter
    void reestro.crypto.events.list({ limit: 10 });
    // @ts-expect-error where to begin must be said
    reestro.crypto.events.feed({ key: 'k', store, handler() {} });
    // @ts-expect-error somebody must handle events
    reestro.crypto.events.feed({ key: 'k', store, startFrom: 'oldest' });
    // @ts-expect-error events one by one, or pages
    reestro.crypto.events.feed({ key: 'k', store, startFrom: 'oldest', handler() {}, pageHandler() {} });
    // @ts-expect-error "newest" would miss events
    reestro.crypto.events.feed({ key: 'k', store, startFrom: 'newest', handler() {} });
    const loads = { load: async () => undefined };
    // @ts-expect-error a reader that saves needs a store that can
    reestro.crypto.events.feed({ key: 'k', store: loads, startFrom: 'oldest', handler() {} });
    // @ts-expect-error an event cannot be changed
    event.eventId = 'x';
  });
});

test('right uses do', () => {
  compiled(() => {
    new ReestroClient({ orgId: 'o', sid: () => 's' });
    const feed = reestro.crypto.events.feed({
      key: 'k',
      store: { load: async () => undefined },
      cursorMode: 'external',
      startFrom: { afterEventId: 'x' },
      pageHandler: async (events, ctx) => {
        expectTypeOf(events).toEqualTypeOf<readonly CryptoEvent[]>();
        expectTypeOf(ctx.cursor).toBeString();
        expectTypeOf(ctx.signal).toEqualTypeOf<AbortSignal>();
      },
      onGap: () => 'fail',
    });
    expectTypeOf(feed).toEqualTypeOf<Feed<CryptoEvent>>();
    return memoryCursorStore();
  });
});
