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
import { anything, contentText, guidText, words } from '../store/wire.ts';
import { releaseLater } from './release.ts';

const NEWEST = 30;
const creation = z.strictObject({
  externalId: words.max(256).optional(),
  person: guidText,
  organization: guidText.optional(),
  documents: z.array(anything).optional(),
});
const search = z.strictObject({
  externalId: words.optional(),
  personId: guidText.optional(),
  organizationId: guidText.optional(),
});
const changes = z
  .array(
    z.strictObject({
      op: z.enum(['update', 'add']),
      path: words,
      value: z.array(anything).optional(),
    }),
  )
  .min(1);
const statement = z.strictObject({ statementType: z.enum(['releaseStatement', 'recallStatement']) });

/** Certificate forms. Their states are made up where the pages do not name them: `Created`, `Releasing`. */
export function formRoutes(state: ReestroState): Route[] {
  const forms = '/crypto/v2/certificate-forms';
  return [
    route(state, 'crypto.forms.create', ['POST', forms], create),
    route(state, 'crypto.forms.list', ['GET', forms], list),
    route(state, 'crypto.forms.get', ['GET', `${forms}/:formId`], (request) =>
      tagged(request, form(request)),
    ),
    route(state, 'crypto.forms.update', ['PATCH', `${forms}/:formId`], update),
    route(state, 'crypto.forms.release', ['POST', `${forms}/:formId/release`], release),
    route(state, 'crypto.forms.render', ['GET', `${forms}/:formId/render`], render),
  ];
}

function form(request: Served): Kept {
  return objectOf(request, 'form', 'formId');
}

async function create(request: Served): Promise<Answer> {
  const { store, state } = request;
  const { person, organization, documents = [], externalId } = await bodyOf(request, creation);
  if (externalId !== undefined && store.all('form').some(({ data }) => data['externalId'] === externalId))
    refuse('externalId should be unique');
  const formId = state.newId();
  const kept = store.add('form', formId, {
    formId,
    ...(externalId !== undefined && { externalId }),
    formState: 'Created',
    person: owner(request, person),
    ...(organization !== undefined && { organization: owner(request, organization) }),
    documents,
  });
  return withTag(201, kept.version, kept.data);
}

/** An id in what is sent, an object in answers. */
function owner({ store }: Served, id: string): Record<string, unknown> {
  const subject = store.find('subject', id);
  return subject === undefined ? refuse(`subject ${id} should exist`) : { subject: subject.data };
}

function list(request: Served): Answer {
  const { externalId, personId, organizationId } = queryOf(request, search);
  const found = request.store
    .all('form')
    .filter(
      ({ data }) =>
        (externalId === undefined || data['externalId'] === externalId) &&
        (personId === undefined || subjectOf(data['person']) === personId.toLowerCase()) &&
        (organizationId === undefined || subjectOf(data['organization']) === organizationId.toLowerCase()),
    );
  // The wrapper is made up: the page ends before it.
  return answer(200, { items: found.slice(0, NEWEST).map(({ data }) => data) });
}

function subjectOf(value: unknown): unknown {
  const result = z.looseObject({ subject: z.looseObject({ subjectId: z.string() }) }).safeParse(value);
  return result.data?.subject.subjectId;
}

async function update(request: Served): Promise<Answer> {
  const kept = form(request);
  const list = await bodyOf(request, changes);
  if (!['Created', 'ValidationError'].includes(String(kept.data['formState'])))
    refuse(`form should be in state Created or ValidationError, and is in ${String(kept.data['formState'])}`);
  const documents = list.flatMap(({ op, value }) => (op === 'add' ? (value ?? []) : []));
  const before = z.array(z.unknown()).parse(kept.data['documents']);
  const subject = request.store.find('subject', String(subjectOf(kept.data['person'])));
  request.store.change(kept, {
    // `update` reads what is on the form again.
    ...(subject !== undefined && { person: { subject: subject.data } }),
    documents: [...before, ...documents],
    // After a correction it can be released again.
    formState: 'Created',
  });
  return withTag(200, kept.version, kept.data);
}

async function release(request: Served): Promise<Answer> {
  const kept = form(request);
  const { contentId } = await bodyOf(request, contentText);
  if (!request.store.contents.has(contentId)) refuse(`content ${contentId} should exist`);
  if (kept.data['formState'] !== 'Created')
    refuse(`form should be in state Created, and is in ${String(kept.data['formState'])}`);
  request.store.change(kept, { formState: 'Releasing' });
  releaseLater(request, kept);
  return withTag(200, kept.version, kept.data);
}

async function render(request: Served): Promise<Answer> {
  const kept = form(request);
  const { statementType } = queryOf(request, statement);
  await noBodyOf(request);
  if (statementType === 'recallStatement' && kept.data['formState'] !== 'Released')
    refuse('recallStatement should follow the issue');
  return {
    status: 200,
    headers: { 'content-type': 'application/pdf' },
    body: `%PDF-1.4\n% ${statementType} ${kept.id}\n%%EOF\n`,
  };
}
