import { defineOperation } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { count, exactlyOne, id, loose, text, textUpTo } from '../wire/input.ts';
import { anyAnswer } from '../wire/schemas.ts';
import { inspection, inspectionEvents, item, pageOfItems, worker } from './schemas.ts';

const page = (name: string): string => `Kontur.Reestro documentation, inspection/methods/${name}`;

const paging = {
  ids: z.lazy(() => z.optional(z.readonly(z.array(id()).check(z.minLength(1, 'must have at least one id'))))),
  token: z.lazy(() => z.optional(text())),
  count: z.lazy(() => count(50)),
};

/** Ids are not asked for in pages. */
function idsOrPage(query: object, context: z.core.$RefinementCtx): void {
  const names = ['token', 'count'].filter((name) => Reflect.get(query, name) !== undefined);
  if (Reflect.get(query, 'ids') === undefined || names.length === 0) return;
  context.addIssue({ code: 'custom', path: names.slice(0, 1), message: 'cannot stand beside ids' });
}
const listQuery = z.lazy(() => z.strictObject(paging).check(z.superRefine(idsOrPage)));

/** GET events. */
export const listInspectionEvents = defineOperation({
  id: 'inspection.events.list',
  summary: 'Read a page of what happened to inspections',
  source: page('get-events'),
  evidence: 'vendor-docs',
  method: 'GET',
  path: '/realty/web/inspection-api/v1/events',
  safety: 'read',
  query: z.lazy(() =>
    z.strictObject({ type: z.optional(text()), token: z.optional(text()), count: count(50) }),
  ),
  response: inspectionEvents,
});

/** GET inspections. */
export const listInspections = defineOperation({
  id: 'inspection.inspections.list',
  summary: 'Read a page of the inspections',
  source: page('get-inspections'),
  evidence: 'vendor-docs',
  method: 'GET',
  path: '/realty/web/inspection-api/v1/inspections',
  safety: 'read',
  query: listQuery,
  response: z.lazy(() => pageOfItems(inspection())),
});

/** POST inspections/{inspectionId}/finish-repair. */
export const finishRepair = defineOperation({
  id: 'inspection.inspections.finishRepair',
  summary: 'Say that the repairs of an inspection are done',
  source: page('finish-inspections'),
  evidence: 'vendor-docs',
  method: 'POST',
  path: '/realty/web/inspection-api/v1/inspections/{inspectionId}/finish-repair',
  safety: 'unsafe',
  params: z.lazy(() => z.strictObject({ inspectionId: id() })),
  response: z.lazy(inspection),
});

/** GET subjects. */
export const listOwners = defineOperation({
  id: 'inspection.subjects.list',
  summary: 'Read a page of the owners',
  source: page('get-subjects'),
  evidence: 'vendor-docs',
  method: 'GET',
  path: '/realty/web/inspection-api/v1/subjects',
  safety: 'read',
  query: listQuery,
  response: z.lazy(() => pageOfItems(item())),
});

/** PUT subjects/{subjectId}. */
export const replaceOwner = defineOperation({
  id: 'inspection.subjects.replace',
  summary: 'Replace the data of an owner',
  source: page('edit-subjects'),
  evidence: 'vendor-docs',
  method: 'PUT',
  path: '/realty/web/inspection-api/v1/subjects/{subjectId}',
  safety: 'idempotent',
  params: z.lazy(() => z.strictObject({ subjectId: id() })),
  body: z.lazy(() =>
    z
      .strictObject({
        externalId: z.optional(textUpTo(100)),
        person: z.optional(loose()),
        organization: z.optional(loose()),
        notification: z.optional(loose()),
        contracts: z.readonly(z.array(loose())),
      })
      .check(z.superRefine(exactlyOne('person', 'organization'))),
  ),
  response: z.lazy(() => z.unknown()),
  absorb: anyAnswer,
});

/** PUT representatives/{representativeId}. */
export const replaceOwnerRepresentative = defineOperation({
  id: 'inspection.representatives.replace',
  summary: 'Replace the power of attorney of a representative',
  source: page('edit-representatives'),
  evidence: 'vendor-docs',
  method: 'PUT',
  path: '/realty/web/inspection-api/v1/representatives/{representativeId}',
  safety: 'idempotent',
  params: z.lazy(() => z.strictObject({ representativeId: id() })),
  body: z.lazy(() => z.strictObject({ attorney: loose() })),
  response: z.lazy(() => z.unknown()),
  absorb: anyAnswer,
});

/** GET buildings. */
export const listBuildings = defineOperation({
  id: 'inspection.buildings.list',
  summary: 'Read a page of the buildings',
  source: page('get-buildings'),
  evidence: 'vendor-docs',
  method: 'GET',
  path: '/realty/web/inspection-api/v1/buildings',
  safety: 'read',
  query: z.lazy(() =>
    z
      .strictObject({ ...paging, externalIds: z.optional(z.readonly(z.array(text()))) })
      .check(z.superRefine(idsOrPage)),
  ),
  response: z.lazy(() => pageOfItems(item())),
});

/** GET rooms/{roomId}. */
export const getRoom = defineOperation({
  id: 'inspection.rooms.get',
  summary: 'Read a room',
  source: page('get-room'),
  evidence: 'vendor-docs',
  method: 'GET',
  path: '/realty/web/inspection-api/v1/rooms/{roomId}',
  safety: 'read',
  params: z.lazy(() => z.strictObject({ roomId: id() })),
  response: z.lazy(item),
});

/** POST plans. */
export const createPlan = defineOperation({
  id: 'inspection.plans.create',
  summary: 'Create a layout',
  source: page('create-plans'),
  evidence: 'vendor-docs',
  method: 'POST',
  path: '/realty/web/inspection-api/v1/plans',
  safety: 'unsafe',
  body: z.lazy(() =>
    z.strictObject({
      roomIds: z.readonly(z.array(id())),
      name: textUpTo(50),
      description: z.optional(textUpTo(256)),
    }),
  ),
  response: z.lazy(item),
});

/** GET elements. */
export const listElements = defineOperation({
  id: 'inspection.elements.list',
  summary: 'Read a page of what is inspected',
  source: page('get-elements'),
  evidence: 'vendor-docs',
  method: 'GET',
  path: '/realty/web/inspection-api/v1/elements',
  safety: 'read',
  query: listQuery,
  response: z.lazy(() => pageOfItems(item())),
});

/** POST workers. The table says `elementIds`, example and answers say `elementsIds`. */
export const createWorker = defineOperation({
  id: 'inspection.workers.create',
  summary: 'Create a contractor',
  source: page('create-workers'),
  evidence: 'vendor-docs',
  method: 'POST',
  path: '/realty/web/inspection-api/v1/workers',
  safety: 'unsafe',
  body: z.lazy(() =>
    z.strictObject({
      externalId: z.optional(textUpTo(100)),
      name: z.optional(text()),
      inn: z.optional(text()),
      ogrn: z.optional(text()),
      kpp: z.optional(text()),
      notification: loose(),
      elementsIds: z.readonly(z.array(id())),
    }),
  ),
  response: worker,
});

/** GET workers/{workerId}. */
export const getWorker = defineOperation({
  id: 'inspection.workers.get',
  summary: 'Read a contractor',
  source: page('get-worker'),
  evidence: 'vendor-docs',
  method: 'GET',
  path: '/realty/web/inspection-api/v1/workers/{workerId}',
  safety: 'read',
  params: z.lazy(() => z.strictObject({ workerId: id() })),
  response: worker,
});
