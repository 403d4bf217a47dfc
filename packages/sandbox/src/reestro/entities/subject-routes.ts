import * as z from 'zod';
import type { Answer } from '../../http/answer.ts';
import type { Route } from '../../vendor.ts';
import { answer } from '../failures.ts';
import type { ReestroState } from '../state.ts';
import { bodyOf, objectOf, refuse, route, type Served, tagged } from '../store/served.ts';
import { anything, dayText, guidText, oneOf, words } from '../store/wire.ts';

const person = z.looseObject({ dateBirth: dayText.optional() });
const kinds = {
  person: person.optional(),
  soleProprietor: anything.optional(),
  organization: anything.optional(),
  governance: anything.optional(),
};
const one = oneOf(...Object.keys(kinds));
const WHICH = 'should have exactly one of person, soleProprietor, organization, governance';
const creation = z.strictObject({ externalId: words.max(256).optional(), ...kinds }).refine(one, WHICH);
const replacement = z.strictObject(kinds).refine(one, WHICH);
const requisites = z.strictObject({
  requisiteType: z.literal('inn'),
  inn: z.strictObject({
    name: words,
    surname: words,
    patronymic: words.optional(),
    dateBirth: dayText,
    birthPlace: words.optional(),
    identityDocument: anything.optional(),
  }),
});
const link = {
  representativeType: words.optional(),
  post: words.max(60).optional(),
  authority: anything.optional(),
};
const party = z.strictObject({ subjectId: guidText });
const newLink = z.strictObject({ principal: party, agent: party, ...link });

/** Subjects and representatives. */
export function subjectRoutes(state: ReestroState): Route[] {
  const subjects = '/entity/v1/subjects';
  const links = '/entity/v1/representatives';
  return [
    route(state, 'entities.subjects.create', ['POST', subjects], create),
    route(state, 'entities.subjects.findInn', ['POST', `${subjects}/requisites`], findInn),
    route(state, 'entities.subjects.replace', ['PUT', `${subjects}/:subjectId`], replace),
    route(state, 'entities.representatives.create', ['POST', links], createLink),
    route(state, 'entities.representatives.get', ['GET', `${links}/:representativeId`], (request) =>
      tagged(request, objectOf(request, 'representative', 'representativeId')),
    ),
    route(state, 'entities.representatives.replace', ['PUT', `${links}/:representativeId`], replaceLink),
  ];
}

async function create(request: Served): Promise<Answer> {
  const { store, state } = request;
  const body = await bodyOf(request, creation);
  const { externalId } = body;
  if (externalId !== undefined && store.all('subject').some(({ data }) => data['externalId'] === externalId))
    refuse('externalId should be unique');
  const subjectId = state.newId();
  return answer(201, store.add('subject', subjectId, { subjectId, ...body }).data);
}

async function replace(request: Served): Promise<Answer> {
  const kept = objectOf(request, 'subject', 'subjectId');
  const body: Record<string, unknown> = await bodyOf(request, replacement);
  const kind = Object.keys(body).find((name) => body[name] !== undefined) ?? '';
  if (kept.data[kind] === undefined) refuse('type of subject should not change');
  return answer(200, request.store.change(kept, { [kind]: body[kind] }).data);
}

/** The answer is made up: the page ends before it. The number follows from the name. */
async function findInn(request: Served): Promise<Answer> {
  const { inn } = await bodyOf(request, requisites);
  const sum = Buffer.from(`${inn.surname}${inn.name}${inn.dateBirth}`).reduce(
    (total, byte) => (total * 31 + byte) % 900_000_000_000,
    0,
  );
  return answer(200, { inn: String(100_000_000_000 + sum) });
}

async function createLink(request: Served): Promise<Answer> {
  const { store } = request;
  const { principal, agent, ...rest } = await bodyOf(request, newLink);
  const [from, to] = [principal, agent].map(
    ({ subjectId }) => store.find('subject', subjectId) ?? refuse(`subject ${subjectId} should exist`),
  );
  if (to?.data['person'] === undefined) refuse('agent should be a person');
  if (from?.data['organization'] !== undefined && rest.post === undefined)
    refuse('post should be there for a legal entity');
  // Two GUIDs without anything between them.
  const representativeId = `${principal.subjectId}${agent.subjectId}`;
  if (store.find('representative', representativeId) !== undefined) refuse('representative should be unique');
  const kept = store.add('representative', representativeId, {
    representativeId,
    principal: from?.data,
    agent: to?.data,
    ...rest,
  });
  return answer(201, kept.data);
}

async function replaceLink(request: Served): Promise<Answer> {
  const kept = objectOf(request, 'representative', 'representativeId');
  return answer(200, request.store.change(kept, await bodyOf(request, z.strictObject(link))).data);
}
