import * as z from 'zod';
import type { Answer } from '../../http/answer.ts';
import type { Route } from '../../vendor.ts';
import { answer } from '../failures.ts';
import type { ReestroState } from '../state.ts';
import type { Kept } from '../store/object-store.ts';
import {
  bodyOf,
  noBodyOf,
  objectOf,
  queryOf,
  refuse,
  route,
  type Served,
  tagged,
  withTag,
} from '../store/served.ts';
import { anything, digits, guidText, oneOf, words } from '../store/wire.ts';

const NAMES = [
  'objectExtract',
  'primaryRight',
  'moveRight',
  'changeDealArrangement',
  'encumbrance',
  'encumbrances',
  'equityAgreement',
  'leaseAgreement',
  'package',
  'action',
  'additionalPackage',
] as const;
const extract = z.looseObject({
  objects: z
    .array(
      z.looseObject({
        cadastralNumber: z.string().regex(/^\d+:\d+:\d+:\d+$/, 'should be cadastral number'),
      }),
    )
    .min(1),
});
const description = z
  .strictObject({
    ...Object.fromEntries(NAMES.map((name) => [name, anything.optional()])),
    objectExtract: extract.optional(),
  })
  .refine(oneOf(...NAMES), 'should have exactly one description');
const paging = z.strictObject({
  afterMonitoringId: guidText.optional(),
  correlationId: words.optional(),
  count: digits(100).optional(),
});

/** Document flows and monitorings. The first state, `Created`, is made up: the pages do not name it. */
export function docflowRoutes(state: ReestroState): Route[] {
  const flows = '/rosreestr/v2/docflows';
  return [
    route(state, 'rosreestr.docflows.create', ['POST', flows], create),
    route(state, 'rosreestr.docflows.get', ['GET', `${flows}/:docflowId`], (request) =>
      tagged(request, flow(request)),
    ),
    route(state, 'rosreestr.docflows.update', ['PATCH', `${flows}/:docflowId`], update),
    route(state, 'rosreestr.docflows.send', ['POST', `${flows}/:docflowId/send`], send),
    route(state, 'rosreestr.monitorings.list', ['GET', '/rosreestr/v2/monitorings'], listMonitorings),
  ];
}

function flow(request: Served): Kept {
  return objectOf(request, 'docflow', 'docflowId');
}

async function create(request: Served): Promise<Answer> {
  const body = await bodyOf(request, description);
  const docflowId = request.state.newId();
  const kept = request.store.add('docflow', docflowId, {
    docflowId,
    docflowState: 'Created',
    creationDate: request.state.timestamp(),
    ...described(body),
  });
  return withTag(201, kept.version, kept.data);
}

/** The type is the name of the description, beginning with a capital. */
function described(body: Record<string, unknown>): Record<string, unknown> {
  const name = Object.keys(body).find((key) => body[key] !== undefined) ?? '';
  return { docflowType: name.charAt(0).toUpperCase() + name.slice(1), [name]: body[name] };
}

async function update(request: Served): Promise<Answer> {
  const kept = flow(request);
  const body = described(await bodyOf(request, description));
  if (kept.data['docflowState'] !== 'Created') refuse('docflow should not have been sent');
  if (body['docflowType'] !== kept.data['docflowType']) refuse('type of docflow should not change');
  request.store.change(kept, body);
  return withTag(200, kept.version, kept.data);
}

async function send(request: Served): Promise<Answer> {
  const { state, store, organization } = request;
  const kept = flow(request);
  await noBodyOf(request);
  if (kept.data['docflowState'] !== 'Created') refuse('docflow should not have been sent');
  store.change(kept, { docflowState: 'Sending' });
  const { outcome } = state.settings;
  const move = (docflowState: string): void => {
    store.change(kept, { docflowState });
    state.addFeedEvent(organization.orgId, 'rosreestr', {
      docflowId: kept.id,
      docflowState,
      rosreestrResponse: {},
    });
  };
  state.later(() => {
    move('Accepted');
    state.later(() => move(outcome === 'success' ? 'Processed' : 'Rejected'));
  });
  return withTag(200, kept.version, kept.data);
}

function listMonitorings(request: Served): Answer {
  const { afterMonitoringId, correlationId, count = 30 } = queryOf(request, paging);
  const all = request.store
    .all('monitoring')
    .filter(({ data }) => correlationId === undefined || data['correlationId'] === correlationId);
  const at = all.findIndex(({ id }) => id === afterMonitoringId?.toLowerCase());
  if (afterMonitoringId !== undefined && at === -1) refuse('afterMonitoringId should be id of a monitoring');
  const page = all.slice(at + 1, at + 1 + count);
  return answer(200, {
    items: page.map(({ data }) => data),
    lastObjectId: page.at(-1)?.id ?? afterMonitoringId ?? null,
  });
}
