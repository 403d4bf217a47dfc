import * as z from 'zod';
import type { Answer } from '../../http/answer.ts';
import type { Route } from '../../vendor.ts';
import { answer } from '../failures.ts';
import type { ReestroState } from '../state.ts';
import type { Shown } from '../store/object-store.ts';
import { payFor } from '../store/balance.ts';
import { bodyOf, objectOf, queryOf, refuse, route, type Served, tagged, withTag } from '../store/served.ts';
import { anything, dayText, guidText, oneOf, several, words } from '../store/wire.ts';

const NEWEST = 30;
const subject = z
  .strictObject({
    externalId: words.max(256).optional(),
    person: z.looseObject({ birthDate: dayText.optional() }).optional(),
    organization: anything.optional(),
  })
  .refine(oneOf('person', 'organization'), 'should have exactly one of person, organization');
const check = z.looseObject({ externalId: words.optional(), correlationId: words.optional() });
const target = z.looseObject({ subjectId: guidText });
const moment = z.iso.datetime({ offset: true });
const search = z.strictObject({
  correlationId: words.optional(),
  externalId: words.optional(),
  subjectId: guidText.optional(),
  cadastralNumber: words.optional(),
  type: several.optional(),
  state: words.optional(),
  from: moment.optional(),
  to: moment.optional(),
  afterCheckId: guidText.optional(),
});
const ids = z.array(guidText).min(1).optional();
const analytics = z
  .strictObject({ checks: ids, groups: ids, result: anything.optional() })
  .refine(oneOf('checks', 'groups'), 'should have exactly one of checks, groups');
const group = z.strictObject({ externalId: words.optional(), requests: z.array(anything).min(1) });

/** Checks of subjects. */
export function checkRoutes(state: ReestroState): Route[] {
  const base = '/assessment/v1';
  return [
    route(state, 'assessment.subjects.create', ['POST', `${base}/subjects`], createSubject),
    route(state, 'assessment.subjects.get', ['GET', `${base}/subjects/:subjectId`], (request) =>
      answer(200, objectOf(request, 'assessed', 'subjectId').data),
    ),
    route(state, 'assessment.checks.create', ['POST', `${base}/checks`], createCheck),
    route(state, 'assessment.checks.list', ['GET', `${base}/checks`], list),
    route(state, 'assessment.checks.analytics', ['POST', `${base}/checks/analytics`], analyse),
    route(state, 'assessment.checks.get', ['GET', `${base}/checks/:checkId`], (request) =>
      tagged(request, objectOf(request, 'check', 'checkId')),
    ),
    route(state, 'assessment.groups.create', ['POST', `${base}/groups`], createGroup),
    route(state, 'assessment.groups.get', ['GET', `${base}/groups/:groupId`], (request) =>
      answer(200, objectOf(request, 'group', 'groupId').data),
    ),
  ];
}

async function createSubject(request: Served): Promise<Answer> {
  queryOf(request, z.strictObject({ resolveInn: z.enum(['true', 'false']).optional() }));
  const body = await bodyOf(request, subject);
  const subjectId = request.state.newId();
  return answer(201, request.store.add('assessed', subjectId, { subjectId, ...body }).data);
}

async function createCheck(request: Served): Promise<Answer> {
  payFor(request);
  const body = await bodyOf(request, check);
  const [type, about] = Object.entries(body).find(([, value]) => target.safeParse(value).success) ?? [];
  if (type === undefined) refuse('check should have a kind with subjectId');
  const { subjectId } = target.parse(about);
  if (request.store.find('assessed', subjectId) === undefined) refuse(`subject ${subjectId} should exist`);
  const checkId = request.state.newId();
  const kept = request.store.add('check', checkId, {
    checkId,
    ...body,
    subjectId,
    type,
    state: 'Processing',
  });
  finishLater(request, checkId);
  return withTag(201, kept.version, kept.data);
}

function finishLater({ state, store, organization }: Served, checkId: string): void {
  const done = state.settings.outcome === 'success' ? 'Processed' : 'Error';
  state.later(() => {
    const kept = store.find('check', checkId);
    if (kept !== undefined) store.change(kept, { state: done });
    state.addFeedEvent(organization.orgId, 'assessment', { checkId, state: done });
  });
}

function list(request: Served): Answer {
  const { afterCheckId, type, from: _, to: __, cadastralNumber: ___, ...wanted } = queryOf(request, search);
  const all = request.store
    .all('check')
    .filter(
      ({ data }) =>
        Object.entries(wanted).every(([name, value]) => value === undefined || data[name] === value) &&
        (type === undefined || type.includes(String(data['type']))),
    );
  const at = all.findIndex(({ id }) => id === afterCheckId?.toLowerCase());
  if (afterCheckId !== undefined && at === -1) refuse('afterCheckId should be id of a check');
  // The wrapper is made up: the page ends before it.
  return answer(200, { items: all.slice(at + 1, at + 1 + NEWEST).map(({ data }) => data) });
}

async function analyse(request: Served): Promise<Answer> {
  const { checks = [], groups = [] } = await bodyOf(request, analytics);
  for (const id of checks)
    if (request.store.find('check', id) === undefined) refuse(`check ${id} should exist`);
  for (const id of groups)
    if (request.store.find('group', id) === undefined) refuse(`group ${id} should exist`);
  const reason = checks.map((checkId) => ({ checkId, result: '', recommendations: [], effects: [] }));
  return answer(201, { risks: [{ name: 'checks', reason }] });
}

/** The same external id is the same group. */
async function createGroup(request: Served): Promise<Answer> {
  const { store, state } = request;
  payFor(request);
  const { externalId, requests } = await bodyOf(request, group);
  const known = store
    .all('group')
    .find(({ data }) => externalId !== undefined && data['externalId'] === externalId);
  if (known !== undefined) return answer(200, known.data);
  const groupId = state.newId();
  const total = requests.length;
  const data: Shown = { groupId, objects: requests, createdAt: state.timestamp(), finishedAt: null };
  const kept = store.add('group', groupId, {
    ...data,
    ...(externalId !== undefined && { externalId }),
    progress: { processed: 0, total },
  });
  state.later(() => {
    store.change(kept, { progress: { processed: total, total }, finishedAt: state.timestamp() });
  });
  return answer(201, kept.data);
}
