import * as z from 'zod';
import type { Answer } from '../../http/answer.ts';
import type { Route } from '../../vendor.ts';
import { answer } from '../failures.ts';
import type { ReestroState } from '../state.ts';
import { bodyOf, noBodyOf, objectOf, refuse, route, type Served } from '../store/served.ts';
import { anything, oneOf, words } from '../store/wire.ts';
import { listOf } from './token-list.ts';

const owner = z
  .strictObject({
    externalId: words.max(100).optional(),
    person: anything.optional(),
    organization: anything.optional(),
    notification: anything.optional(),
    contracts: z.array(anything),
  })
  .refine(oneOf('person', 'organization'), 'should have exactly one of person, organization');
const attorney = z.strictObject({ attorney: anything });
const plan = z.strictObject({
  roomIds: z.array(words),
  name: words.max(50),
  description: words.max(256).optional(),
});
const worker = z.strictObject({
  externalId: words.max(100).optional(),
  name: words.optional(),
  inn: words.optional(),
  ogrn: words.optional(),
  kpp: words.optional(),
  notification: anything,
  // The table says `elementIds`, the example `elementsIds`.
  elementsIds: z.array(words),
});

/** Hand-overs. Their objects are those that the sandbox was given with `addInspectionItem`, and those created here. */
export function inspectionRoutes(state: ReestroState): Route[] {
  const at = (path: string): string => `/web/inspection-api/v1/${path}`;
  const list = (id: string, path: string, kind: string): Route =>
    route(state, id, ['GET', at(path)], (request) => listOf(request, kind));
  return [
    route(state, 'inspection.events.list', ['GET', at('events')], (request) => listOf(request, 'events')),
    list('inspection.inspections.list', 'inspections', 'inspection'),
    route(
      state,
      'inspection.inspections.finishRepair',
      ['POST', at('inspections/:inspectionId/finish-repair')],
      finishRepair,
    ),
    list('inspection.subjects.list', 'subjects', 'owner'),
    route(state, 'inspection.subjects.replace', ['PUT', at('subjects/:subjectId')], replaceOwner),
    route(
      state,
      'inspection.representatives.replace',
      ['PUT', at('representatives/:representativeId')],
      replaceAttorney,
    ),
    list('inspection.buildings.list', 'buildings', 'building'),
    route(state, 'inspection.rooms.get', ['GET', at('rooms/:roomId')], (request) =>
      answer(200, objectOf(request, 'room', 'roomId').data),
    ),
    route(state, 'inspection.plans.create', ['POST', at('plans')], createPlan),
    list('inspection.elements.list', 'elements', 'element'),
    route(state, 'inspection.workers.create', ['POST', at('workers')], createWorker),
    route(state, 'inspection.workers.get', ['GET', at('workers/:workerId')], (request) =>
      answer(200, objectOf(request, 'worker', 'workerId').data),
    ),
  ];
}

/** An event of the feed of this part. */
function tell(
  { state, organization }: Served,
  entityType: string,
  entityId: string,
  actionType: string,
): void {
  const context = { actionType, type: 'Simple' };
  const id = state.newId();
  state.addFeedEvent(organization.orgId, 'inspection', { id, entityId, entityType, context });
}

async function finishRepair(request: Served): Promise<Answer> {
  const kept = objectOf(request, 'inspection', 'inspectionId');
  await noBodyOf(request);
  if (kept.data['status'] === 'Repaired') refuse('inspection should not be repaired');
  request.store.change(kept, { status: 'Repaired' });
  tell(request, 'Inspection', kept.id, 'Update');
  return answer(200, kept.data);
}

async function replaceOwner(request: Served): Promise<Answer> {
  const kept = objectOf(request, 'owner', 'subjectId');
  const body = await bodyOf(request, owner);
  const kind = body.person === undefined ? 'organization' : 'person';
  if (kept.data[kind] === undefined) refuse('type of subject should not change');
  if (body.externalId !== undefined && body.externalId !== kept.data['externalId'])
    refuse('externalId should not change');
  request.store.change(kept, body);
  tell(request, 'Owner', kept.id, 'Update');
  return answer(200, kept.data);
}

async function replaceAttorney(request: Served): Promise<Answer> {
  const kept = objectOf(request, 'ownerRepresentative', 'representativeId');
  request.store.change(kept, await bodyOf(request, attorney));
  tell(request, 'Representative', kept.id, 'Update');
  return answer(200, kept.data);
}

async function createPlan(request: Served): Promise<Answer> {
  const body = await bodyOf(request, plan);
  for (const id of body.roomIds)
    if (request.store.find('room', id) === undefined) refuse(`room ${id} should exist`);
  const id = request.state.newId();
  request.store.add('plan', id, { id, ...body });
  tell(request, 'Plan', id, 'Create');
  return answer(201, { id });
}

async function createWorker(request: Served): Promise<Answer> {
  const body = await bodyOf(request, worker);
  if (body.ogrn === undefined && (body.inn === undefined || body.kpp === undefined))
    refuse('worker should have ogrn, or inn and kpp');
  const id = request.state.newId();
  const kept = request.store.add('worker', id, { id, ...body, soleProprietor: null });
  tell(request, 'Worker', id, 'Create');
  return answer(201, kept.data);
}
