import type {
  ApiCall,
  AssessedSubject,
  BackwardPage,
  BalanceOperations,
  Balances,
  CertificateForm,
  Check,
  CheckGroup,
  Conditional,
  CryptoEvent,
  CursorStore,
  Docflow,
  EstateObject,
  Feed,
  FeedEvent,
  FileDownload,
  Inspection,
  InspectionEvent,
  InspectionItem,
  MonitoredObject,
  PageOf,
  ReestroClient,
  Representative,
  SavedContent,
  Subject,
  TokenPage,
  VerifiedSignature,
  Worker,
} from '@partner-apis/reestro';
import { type RawDiffers, usesOf } from '@partner-apis/test-kit';
import { expectTypeOf } from 'vitest';
import { z } from 'zod';

// Checked by the compiler, never run: every method of the client, used right and wrong. One that is missing here does not compile.
declare const reestro: ReestroClient;
declare const id: string;
declare const store: CursorStore;
declare const signal: AbortSignal;

expectTypeOf<RawDiffers<ReestroClient>>().toEqualTypeOf<never>();

usesOf<ReestroClient>({
  'crypto.events.list'() {
    expectTypeOf(reestro.crypto.events.list({ afterEventId: id, count: 10 })).toEqualTypeOf<
      ApiCall<PageOf<CryptoEvent>>
    >();
    // @ts-expect-error no such parameter
    void reestro.crypto.events.list({ limit: 10 });
  },
  'crypto.events.iterate'() {
    expectTypeOf(reestro.crypto.events.iterate({ afterEventId: id, count: 10 })).toEqualTypeOf<
      AsyncIterable<CryptoEvent>
    >();
    // @ts-expect-error no such parameter
    void reestro.crypto.events.iterate({ limit: 10 });
  },
  'crypto.events.feed'() {
    expectTypeOf(
      reestro.crypto.events.feed({ key: 'k', store, startFrom: 'oldest', handler() {} }),
    ).toEqualTypeOf<Feed<CryptoEvent>>();
    // @ts-expect-error where to begin must be said
    void reestro.crypto.events.feed({ key: 'k', store, handler() {} });
    // @ts-expect-error somebody must handle events
    void reestro.crypto.events.feed({ key: 'k', store, startFrom: 'oldest' });
  },
  'crypto.forms.create'() {
    expectTypeOf(reestro.crypto.forms.create({ person: id, externalId: id })).toEqualTypeOf<
      ApiCall<CertificateForm>
    >();
    // @ts-expect-error whose form it is
    void reestro.crypto.forms.create({ externalId: id });
  },
  'crypto.forms.list'() {
    expectTypeOf(reestro.crypto.forms.list({ personId: id })).toEqualTypeOf<ApiCall<CertificateForm[]>>();
    // @ts-expect-error no such parameter
    void reestro.crypto.forms.list({ person: id });
  },
  'crypto.forms.get'() {
    expectTypeOf(reestro.crypto.forms.get(id, { ifNoneMatch: 'tag' })).toEqualTypeOf<
      ApiCall<Conditional<CertificateForm>>
    >();
    // @ts-expect-error no such option
    void reestro.crypto.forms.get(id, { etag: 'tag' });
  },
  'crypto.forms.update'() {
    expectTypeOf(reestro.crypto.forms.update(id, [{ op: 'add', path: 'documents' }])).toEqualTypeOf<
      ApiCall<unknown>
    >();
    // @ts-expect-error changes are a list
    void reestro.crypto.forms.update(id, { op: 'add', path: 'documents' });
    // @ts-expect-error no such change
    void reestro.crypto.forms.update(id, [{ op: 'remove', path: 'documents' }]);
  },
  'crypto.forms.release'() {
    expectTypeOf(reestro.crypto.forms.release(id, { contentId: id })).toEqualTypeOf<ApiCall<unknown>>();
    // @ts-expect-error a file is an object
    void reestro.crypto.forms.release(id, id);
  },
  'crypto.forms.render'() {
    expectTypeOf(reestro.crypto.forms.render(id, 'recallStatement')).toEqualTypeOf<ApiCall<FileDownload>>();
    // @ts-expect-error no such application
    void reestro.crypto.forms.render(id, 'invoice');
  },
  'crypto.signatures.verify'() {
    expectTypeOf(
      reestro.crypto.signatures.verify({ contentInfo: { contentId: id }, signatures: [] }),
    ).toEqualTypeOf<ApiCall<VerifiedSignature[]>>();
    // @ts-expect-error signatures are missing
    void reestro.crypto.signatures.verify({ contentInfo: { contentId: id } });
  },
  'contents.download'() {
    expectTypeOf(reestro.contents.download(id)).toEqualTypeOf<ApiCall<FileDownload>>();
    // @ts-expect-error an id is a text
    void reestro.contents.download({ contentId: id });
  },
  'contents.save'() {
    expectTypeOf(reestro.contents.save(id, '/a.pdf', { md5: id, overwrite: 'replace' })).toEqualTypeOf<
      Promise<SavedContent>
    >();
    // @ts-expect-error a path is missing
    void reestro.contents.save(id);
    // @ts-expect-error an MD5 is a text
    void reestro.contents.save(id, '/a.pdf', { md5: true });
  },
  'rosreestr.docflows.create'() {
    expectTypeOf(reestro.rosreestr.docflows.create({ objectExtract: {} })).toEqualTypeOf<ApiCall<Docflow>>();
    // @ts-expect-error no such description
    void reestro.rosreestr.docflows.create({ extract: {} });
  },
  'rosreestr.docflows.get'() {
    expectTypeOf(reestro.rosreestr.docflows.get(id, { ifNoneMatch: 'tag' })).toEqualTypeOf<
      ApiCall<Conditional<Docflow>>
    >();
    // @ts-expect-error options are an object
    void reestro.rosreestr.docflows.get(id, 'tag');
  },
  'rosreestr.docflows.update'() {
    expectTypeOf(reestro.rosreestr.docflows.update(id, { objectExtract: {} })).toEqualTypeOf<
      ApiCall<unknown>
    >();
    // @ts-expect-error an id is missing
    void reestro.rosreestr.docflows.update({ objectExtract: {} });
  },
  'rosreestr.docflows.send'() {
    expectTypeOf(reestro.rosreestr.docflows.send(id)).toEqualTypeOf<ApiCall<Docflow>>();
    // @ts-expect-error it sends nothing
    void reestro.rosreestr.docflows.send(id, {}, {});
  },
  'rosreestr.events.list'() {
    expectTypeOf(reestro.rosreestr.events.list({ afterEventId: id, count: 10 })).toEqualTypeOf<
      ApiCall<PageOf<FeedEvent>>
    >();
    // @ts-expect-error no such parameter
    void reestro.rosreestr.events.list({ limit: 10 });
  },
  'rosreestr.events.iterate'() {
    expectTypeOf(reestro.rosreestr.events.iterate({ afterEventId: id, count: 10 })).toEqualTypeOf<
      AsyncIterable<FeedEvent>
    >();
    // @ts-expect-error no such parameter
    void reestro.rosreestr.events.iterate({ limit: 10 });
  },
  'rosreestr.events.feed'() {
    expectTypeOf(
      reestro.rosreestr.events.feed({ key: 'k', store, startFrom: 'oldest', handler() {} }),
    ).toEqualTypeOf<Feed<FeedEvent>>();
    // @ts-expect-error where to begin must be said
    void reestro.rosreestr.events.feed({ key: 'k', store, handler() {} });
    // @ts-expect-error somebody must handle events
    void reestro.rosreestr.events.feed({ key: 'k', store, startFrom: 'oldest' });
  },
  'rosreestr.monitorings.list'() {
    expectTypeOf(reestro.rosreestr.monitorings.list({ afterMonitoringId: id, count: 10 })).toEqualTypeOf<
      ApiCall<BackwardPage<MonitoredObject>>
    >();
    // @ts-expect-error no such parameter
    void reestro.rosreestr.monitorings.list({ afterEventId: id });
  },
  'rosreestr.monitorings.iterate'() {
    expectTypeOf(reestro.rosreestr.monitorings.iterate({ correlationId: id })).toEqualTypeOf<
      AsyncIterable<MonitoredObject>
    >();
    // @ts-expect-error no such parameter
    void reestro.rosreestr.monitorings.iterate({ afterEventId: id });
  },
  'rosreestr.monitorings.events.list'() {
    expectTypeOf(reestro.rosreestr.monitorings.events.list({ afterEventId: id, count: 10 })).toEqualTypeOf<
      ApiCall<PageOf<FeedEvent>>
    >();
    // @ts-expect-error no such parameter
    void reestro.rosreestr.monitorings.events.list({ limit: 10 });
  },
  'rosreestr.monitorings.events.iterate'() {
    expectTypeOf(reestro.rosreestr.monitorings.events.iterate({ afterEventId: id, count: 10 })).toEqualTypeOf<
      AsyncIterable<FeedEvent>
    >();
    // @ts-expect-error no such parameter
    void reestro.rosreestr.monitorings.events.iterate({ limit: 10 });
  },
  'rosreestr.monitorings.events.feed'() {
    expectTypeOf(
      reestro.rosreestr.monitorings.events.feed({ key: 'k', store, startFrom: 'oldest', handler() {} }),
    ).toEqualTypeOf<Feed<FeedEvent>>();
    // @ts-expect-error where to begin must be said
    void reestro.rosreestr.monitorings.events.feed({ key: 'k', store, handler() {} });
    // @ts-expect-error somebody must handle events
    void reestro.rosreestr.monitorings.events.feed({ key: 'k', store, startFrom: 'oldest' });
  },
  'entities.subjects.create'() {
    expectTypeOf(reestro.entities.subjects.create({ person: { surname: 'A' } })).toEqualTypeOf<
      ApiCall<Subject>
    >();
    // @ts-expect-error a person is an object
    void reestro.entities.subjects.create({ person: 'A' });
  },
  'entities.subjects.replace'() {
    expectTypeOf(reestro.entities.subjects.replace(id, { organization: {} })).toEqualTypeOf<
      ApiCall<unknown>
    >();
    // @ts-expect-error an id is missing
    void reestro.entities.subjects.replace({ organization: {} });
  },
  'entities.subjects.findInn'() {
    expectTypeOf(
      reestro.entities.subjects.findInn({ name: 'A', surname: 'B', dateBirth: '1990-01-31' }),
    ).toEqualTypeOf<ApiCall<unknown>>();
    // @ts-expect-error a day of birth is missing
    void reestro.entities.subjects.findInn({ name: 'A', surname: 'B' });
  },
  'entities.representatives.create'() {
    expectTypeOf(
      reestro.entities.representatives.create({ principal: { subjectId: id }, agent: { subjectId: id } }),
    ).toEqualTypeOf<ApiCall<Representative>>();
    // @ts-expect-error subjects are objects
    void reestro.entities.representatives.create({ principal: id, agent: id });
    // @ts-expect-error somebody must act
    void reestro.entities.representatives.create({ principal: { subjectId: id } });
  },
  'entities.representatives.get'() {
    expectTypeOf(reestro.entities.representatives.get(id)).toEqualTypeOf<ApiCall<Representative>>();
    // @ts-expect-error an id is missing
    void reestro.entities.representatives.get();
  },
  'entities.representatives.replace'() {
    expectTypeOf(reestro.entities.representatives.replace(id, { post: 'A' })).toEqualTypeOf<
      ApiCall<unknown>
    >();
    // @ts-expect-error its persons stay
    void reestro.entities.representatives.replace(id, { agent: { subjectId: id } });
  },
  'assessment.subjects.create'() {
    expectTypeOf(reestro.assessment.subjects.create({ person: {} }, { resolveInn: true })).toEqualTypeOf<
      ApiCall<AssessedSubject>
    >();
    // @ts-expect-error true or false
    void reestro.assessment.subjects.create({ person: {} }, { resolveInn: 'yes' });
  },
  'assessment.subjects.get'() {
    expectTypeOf(reestro.assessment.subjects.get(id)).toEqualTypeOf<ApiCall<AssessedSubject>>();
    // @ts-expect-error ids are texts
    void reestro.assessment.subjects.get(1);
  },
  'assessment.checks.create'() {
    expectTypeOf(reestro.assessment.checks.create({ subjectId: id, fssp: {} })).toEqualTypeOf<
      ApiCall<Check>
    >();
    // @ts-expect-error ids are texts
    void reestro.assessment.checks.create({ subjectId: 1 });
  },
  'assessment.checks.list'() {
    expectTypeOf(reestro.assessment.checks.list({ subjectId: id, type: ['fssp'] })).toEqualTypeOf<
      ApiCall<BackwardPage<Check>>
    >();
    // @ts-expect-error a type is a text
    void reestro.assessment.checks.list({ type: 1 });
  },
  'assessment.checks.iterate'() {
    expectTypeOf(reestro.assessment.checks.iterate({ subjectId: id })).toEqualTypeOf<AsyncIterable<Check>>();
    // @ts-expect-error no such parameter
    void reestro.assessment.checks.iterate({ offset: 10 });
  },
  'assessment.checks.get'() {
    expectTypeOf(reestro.assessment.checks.get(id, { ifNoneMatch: 'tag' })).toEqualTypeOf<
      ApiCall<Conditional<Check>>
    >();
    // @ts-expect-error a tag is a text
    void reestro.assessment.checks.get(id, { ifNoneMatch: 1 });
  },
  'assessment.checks.analytics'() {
    expectTypeOf(reestro.assessment.checks.analytics({ checks: [id] })).toEqualTypeOf<ApiCall<unknown>>();
    // @ts-expect-error checks are a list
    void reestro.assessment.checks.analytics({ checks: id });
  },
  'assessment.groups.create'() {
    expectTypeOf(reestro.assessment.groups.create({ requests: [{}] })).toEqualTypeOf<ApiCall<CheckGroup>>();
    // @ts-expect-error what to check
    void reestro.assessment.groups.create({ externalId: id });
  },
  'assessment.groups.get'() {
    expectTypeOf(reestro.assessment.groups.get(id)).toEqualTypeOf<ApiCall<CheckGroup>>();
    // @ts-expect-error one at a time
    void reestro.assessment.groups.get([id]);
  },
  'assessment.events.list'() {
    expectTypeOf(reestro.assessment.events.list({ afterEventId: id, count: 10 })).toEqualTypeOf<
      ApiCall<PageOf<FeedEvent>>
    >();
    // @ts-expect-error no such parameter
    void reestro.assessment.events.list({ limit: 10 });
  },
  'assessment.events.iterate'() {
    expectTypeOf(reestro.assessment.events.iterate({ afterEventId: id, count: 10 })).toEqualTypeOf<
      AsyncIterable<FeedEvent>
    >();
    // @ts-expect-error no such parameter
    void reestro.assessment.events.iterate({ limit: 10 });
  },
  'assessment.events.feed'() {
    expectTypeOf(
      reestro.assessment.events.feed({ key: 'k', store, startFrom: 'oldest', handler() {} }),
    ).toEqualTypeOf<Feed<FeedEvent>>();
    // @ts-expect-error where to begin must be said
    void reestro.assessment.events.feed({ key: 'k', store, handler() {} });
    // @ts-expect-error somebody must handle events
    void reestro.assessment.events.feed({ key: 'k', store, startFrom: 'oldest' });
  },
  'addresses.findObjects'() {
    expectTypeOf(reestro.addresses.findObjects({ address: 'A', filter: true })).toEqualTypeOf<
      ApiCall<unknown>
    >();
    // @ts-expect-error an address is a member
    void reestro.addresses.findObjects('A');
  },
  'addresses.getObject'() {
    expectTypeOf(reestro.addresses.getObject(id)).toEqualTypeOf<ApiCall<EstateObject>>();
    // @ts-expect-error a cadastral number is a text
    void reestro.addresses.getObject(1);
  },
  'addresses.getAddress'() {
    expectTypeOf(reestro.addresses.getAddress(id)).toEqualTypeOf<ApiCall<unknown>>();
    // @ts-expect-error a number is missing
    void reestro.addresses.getAddress();
  },
  'addresses.parse'() {
    expectTypeOf(reestro.addresses.parse('A')).toEqualTypeOf<ApiCall<unknown>>();
    // @ts-expect-error an address is a text here
    void reestro.addresses.parse({ address: 'A' });
  },
  'billing.balance'() {
    expectTypeOf(reestro.billing.balance({ signal })).toEqualTypeOf<ApiCall<Balances>>();
    // @ts-expect-error all of them are read
    void reestro.billing.balance(id);
  },
  'billing.operations'() {
    expectTypeOf(reestro.billing.operations({ serviceId: id, count: 1 })).toEqualTypeOf<
      ApiCall<BalanceOperations>
    >();
    // @ts-expect-error of which balance
    void reestro.billing.operations({ count: 1 });
  },
  'identification.createTask'() {
    expectTypeOf(reestro.identification.createTask({ bankNotice: {}, meeting: {} })).toEqualTypeOf<
      ApiCall<unknown>
    >();
    // @ts-expect-error a notice is missing
    void reestro.identification.createTask({ meeting: {} });
  },
  'inspection.events.list'() {
    expectTypeOf(reestro.inspection.events.list({ token: id, count: 10 })).toEqualTypeOf<
      ApiCall<TokenPage<InspectionEvent>>
    >();
    // @ts-expect-error no such parameter
    void reestro.inspection.events.list({ afterEventId: id });
  },
  'inspection.events.iterate'() {
    expectTypeOf(reestro.inspection.events.iterate({ token: id, count: 10 })).toEqualTypeOf<
      AsyncIterable<InspectionEvent>
    >();
    // @ts-expect-error no such parameter
    void reestro.inspection.events.iterate({ afterEventId: id });
  },
  'inspection.events.feed'() {
    expectTypeOf(
      reestro.inspection.events.feed({ key: 'k', store, startFrom: 'oldest', handler() {} }),
    ).toEqualTypeOf<Feed<InspectionEvent>>();
    // @ts-expect-error where to begin must be said
    void reestro.inspection.events.feed({ key: 'k', store, handler() {} });
    // @ts-expect-error somebody must handle events
    void reestro.inspection.events.feed({ key: 'k', store, startFrom: 'oldest' });
  },
  'inspection.inspections.list'() {
    expectTypeOf(reestro.inspection.inspections.list({ ids: [id] })).toEqualTypeOf<
      ApiCall<TokenPage<Inspection>>
    >();
    // @ts-expect-error ids are a list
    void reestro.inspection.inspections.list({ ids: id });
  },
  'inspection.inspections.iterate'() {
    expectTypeOf(reestro.inspection.inspections.iterate({ count: 10 })).toEqualTypeOf<
      AsyncIterable<Inspection>
    >();
    // @ts-expect-error of buildings only
    void reestro.inspection.inspections.iterate({ externalIds: [id] });
  },
  'inspection.inspections.finishRepair'() {
    expectTypeOf(reestro.inspection.inspections.finishRepair(id)).toEqualTypeOf<ApiCall<Inspection>>();
    // @ts-expect-error an id is missing
    void reestro.inspection.inspections.finishRepair();
  },
  'inspection.subjects.list'() {
    expectTypeOf(reestro.inspection.subjects.list({ token: id })).toEqualTypeOf<
      ApiCall<TokenPage<InspectionItem>>
    >();
    // @ts-expect-error no such parameter
    void reestro.inspection.subjects.list({ page: 2 });
  },
  'inspection.subjects.iterate'() {
    expectTypeOf(reestro.inspection.subjects.iterate({ token: id })).toEqualTypeOf<
      AsyncIterable<InspectionItem>
    >();
    // @ts-expect-error no such parameter
    void reestro.inspection.subjects.iterate({ page: 2 });
  },
  'inspection.subjects.replace'() {
    expectTypeOf(reestro.inspection.subjects.replace(id, { contracts: [] })).toEqualTypeOf<
      ApiCall<unknown>
    >();
    // @ts-expect-error contracts are missing
    void reestro.inspection.subjects.replace(id, {});
  },
  'inspection.representatives.replace'() {
    expectTypeOf(reestro.inspection.representatives.replace(id, { attorney: {} })).toEqualTypeOf<
      ApiCall<unknown>
    >();
    // @ts-expect-error a power of attorney is missing
    void reestro.inspection.representatives.replace(id, {});
  },
  'inspection.buildings.list'() {
    expectTypeOf(reestro.inspection.buildings.list({ externalIds: [id] })).toEqualTypeOf<
      ApiCall<TokenPage<InspectionItem>>
    >();
    // @ts-expect-error ids are a list
    void reestro.inspection.buildings.list({ externalIds: id });
  },
  'inspection.buildings.iterate'() {
    expectTypeOf(reestro.inspection.buildings.iterate({ externalIds: [id] })).toEqualTypeOf<
      AsyncIterable<InspectionItem>
    >();
    // @ts-expect-error ids are a list
    void reestro.inspection.buildings.iterate({ externalIds: id });
  },
  'inspection.rooms.get'() {
    expectTypeOf(reestro.inspection.rooms.get(id)).toEqualTypeOf<ApiCall<InspectionItem>>();
    // @ts-expect-error ids are texts
    void reestro.inspection.rooms.get(1);
  },
  'inspection.plans.create'() {
    expectTypeOf(reestro.inspection.plans.create({ roomIds: [id], name: 'A' })).toEqualTypeOf<
      ApiCall<InspectionItem>
    >();
    // @ts-expect-error of which rooms
    void reestro.inspection.plans.create({ name: 'A' });
  },
  'inspection.elements.list'() {
    expectTypeOf(reestro.inspection.elements.list({ ids: [id] })).toEqualTypeOf<
      ApiCall<TokenPage<InspectionItem>>
    >();
    // @ts-expect-error of buildings only
    void reestro.inspection.elements.list({ externalIds: [id] });
  },
  'inspection.elements.iterate'() {
    expectTypeOf(reestro.inspection.elements.iterate({ ids: [id] })).toEqualTypeOf<
      AsyncIterable<InspectionItem>
    >();
    // @ts-expect-error of buildings only
    void reestro.inspection.elements.iterate({ externalIds: [id] });
  },
  'inspection.workers.create'() {
    expectTypeOf(reestro.inspection.workers.create({ notification: {}, elementsIds: [id] })).toEqualTypeOf<
      ApiCall<Worker>
    >();
    // @ts-expect-error what is inspected
    void reestro.inspection.workers.create({ notification: {} });
  },
  'inspection.workers.get'() {
    expectTypeOf(reestro.inspection.workers.get(id)).toEqualTypeOf<ApiCall<Worker>>();
    // @ts-expect-error an id is a text
    void reestro.inspection.workers.get({ id });
  },
  request() {
    expectTypeOf(reestro.request({ method: 'GET', path: '/' })).toEqualTypeOf<ApiCall<unknown>>();
    const response = z.object({ n: z.number() });
    expectTypeOf(reestro.request({ method: 'GET', path: '/', response })).toEqualTypeOf<
      ApiCall<{ n: number }>
    >();
    // @ts-expect-error a path is missing
    void reestro.request({ method: 'GET' });
    // @ts-expect-error no such option of a call
    void reestro.request({ method: 'GET', path: '/' }, { retry: 1 });
  },
  with() {
    expectTypeOf(reestro.with({ apiKey: () => 'k' })).toEqualTypeOf<ReestroClient>();
    // @ts-expect-error no such option
    reestro.with({ token: 't' });
  },
  close() {
    expectTypeOf(reestro.close()).toEqualTypeOf<Promise<void>>();
    // @ts-expect-error it takes no time limit
    void reestro.close(1000);
  },
});
