import { defineOperation, onTheWire } from '@partner-apis/core/vendor';
import * as z from 'zod';
import { day, exactlyOne, id, loose, text } from '../wire/input.ts';
import { anyAnswer, maybe, optionalText } from '../wire/schemas.ts';

const page = (name: string): string => `Kontur.Reestro documentation, entity/methods/${name}`;
const members = maybe(z.record(z.string(), z.unknown()));

/** See Subject. */
export const subject = z.looseObject({
  subjectId: z.string(),
  externalId: optionalText,
  person: members,
  soleProprietor: members,
  organization: members,
  governance: members,
});

/** See Representative. */
export const representative = z.looseObject({
  representativeId: optionalText,
  principal: members,
  agent: members,
  representativeType: optionalText,
  post: optionalText,
  authority: members,
});

const subjectData = {
  person: z
    .looseObject({
      name: text.optional(),
      surname: text.optional(),
      patronymic: text.optional(),
      dateBirth: day.optional(),
      birthDate: z.undefined('is named dateBirth here').optional(),
      birthPlace: text.optional(),
      snils: text.optional(),
      inn: text.optional(),
      email: text.optional(),
      phone: text.optional(),
      gender: text.optional(),
      citizenship: text.optional(),
      address: loose.optional(),
      identityDocument: loose.optional(),
    })
    .optional(),
  soleProprietor: loose.optional(),
  organization: loose.optional(),
  governance: loose.optional(),
};
const oneSubject = exactlyOne('person', 'soleProprietor', 'organization', 'governance');

/** POST /subjects. */
export const createSubject = defineOperation({
  id: 'entities.subjects.create',
  summary: 'Create a person, sole proprietor, organization or governance body',
  source: page('post-subject'),
  evidence: 'vendor-docs',
  method: 'POST',
  path: '/realty/entity/v1/subjects',
  safety: 'unsafe',
  body: z.strictObject({ externalId: text.optional(), ...subjectData }).superRefine(oneSubject),
  response: subject,
});

/** PUT /subjects/{subjectId}. */
export const replaceSubject = defineOperation({
  id: 'entities.subjects.replace',
  summary: 'Replace the data of a subject',
  source: page('put-subject'),
  evidence: 'vendor-docs',
  method: 'PUT',
  path: '/realty/entity/v1/subjects/{subjectId}',
  safety: 'idempotent',
  params: z.strictObject({ subjectId: id }),
  body: z.strictObject(subjectData).superRefine(oneSubject),
  response: z.unknown(),
  absorb: anyAnswer,
});

const personOfInn = z.strictObject({
  name: text,
  surname: text,
  patronymic: text.optional(),
  dateBirth: day,
  birthPlace: text.optional(),
  identityDocument: loose.optional(),
});

/** POST /subjects/requisites. */
export const findInn = defineOperation({
  id: 'entities.subjects.findInn',
  summary: 'Look up the INN of a person',
  source: page('get-requisites'),
  evidence: 'vendor-docs',
  method: 'POST',
  path: '/realty/entity/v1/subjects/requisites',
  safety: 'unsafe',
  body: onTheWire(
    personOfInn.transform((inn) => ({ requisiteType: 'inn', inn })),
    () => z.strictObject({ requisiteType: z.literal('inn'), inn: personOfInn }),
  ),
  response: z.unknown(),
  absorb: anyAnswer,
  uncertain: 'A second look-up does no harm, but may be paid for.',
});

const party = z.strictObject({ subjectId: id });
const link = {
  representativeType: text.optional(),
  post: text.max(60, 'must not be longer than 60 characters').optional(),
  authority: loose.optional(),
};

/** POST /representatives. */
export const createRepresentative = defineOperation({
  id: 'entities.representatives.create',
  summary: 'Link a representative to the one that it acts for',
  source: page('post-representative'),
  evidence: 'vendor-docs',
  method: 'POST',
  path: '/realty/entity/v1/representatives',
  safety: 'unsafe',
  body: z.strictObject({ principal: party, agent: party, ...link }),
  response: representative,
  uncertain: 'There is one link for a principal and an agent: read it before you create it again.',
});

const params = z.strictObject({ representativeId: id });

/** GET /representatives/{representativeId}. */
export const getRepresentative = defineOperation({
  id: 'entities.representatives.get',
  summary: 'Read the link of a representative',
  source: page('get-representative'),
  evidence: 'vendor-docs',
  method: 'GET',
  path: '/realty/entity/v1/representatives/{representativeId}',
  safety: 'read',
  params,
  response: representative,
});

/** PUT /representatives/{representativeId}. */
export const replaceRepresentative = defineOperation({
  id: 'entities.representatives.replace',
  summary: 'Replace the link of a representative',
  source: page('put-representative'),
  evidence: 'vendor-docs',
  method: 'PUT',
  path: '/realty/entity/v1/representatives/{representativeId}',
  safety: 'idempotent',
  params,
  body: z.strictObject(link),
  response: z.unknown(),
  absorb: anyAnswer,
});
