import { defineOperation, onTheWire, once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { day, exactlyOne, id, loose, text, textUpTo } from '../wire/input.ts';
import { anyAnswer, maybe, optionalText } from '../wire/schemas.ts';

const page = (name: string): string => `Kontur.Reestro documentation, entity/methods/${name}`;
const members = once(() => maybe(z.record(z.string(), z.unknown())));

/** See Subject. */
export const subject = z.lazy(() =>
  z.looseObject({
    subjectId: z.string(),
    externalId: optionalText(),
    person: members(),
    soleProprietor: members(),
    organization: members(),
    governance: members(),
  }),
);

/** See Representative. */
export const representative = z.lazy(() =>
  z.looseObject({
    representativeId: optionalText(),
    principal: members(),
    agent: members(),
    representativeType: optionalText(),
    post: optionalText(),
    authority: members(),
  }),
);

const subjectData = {
  person: z.lazy(() =>
    z.optional(
      z.looseObject({
        name: z.optional(text()),
        surname: z.optional(text()),
        patronymic: z.optional(text()),
        dateBirth: z.optional(day()),
        birthDate: z.optional(z.undefined('is named dateBirth here')),
        birthPlace: z.optional(text()),
        snils: z.optional(text()),
        inn: z.optional(text()),
        email: z.optional(text()),
        phone: z.optional(text()),
        gender: z.optional(text()),
        citizenship: z.optional(text()),
        address: z.optional(loose()),
        identityDocument: z.optional(loose()),
      }),
    ),
  ),
  soleProprietor: z.lazy(() => z.optional(loose())),
  organization: z.lazy(() => z.optional(loose())),
  governance: z.lazy(() => z.optional(loose())),
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
  body: z.lazy(() =>
    z.strictObject({ externalId: z.optional(text()), ...subjectData }).check(z.superRefine(oneSubject)),
  ),
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
  params: z.lazy(() => z.strictObject({ subjectId: id() })),
  body: z.lazy(() => z.strictObject(subjectData).check(z.superRefine(oneSubject))),
  response: z.lazy(() => z.unknown()),
  absorb: anyAnswer,
});

const personOfInn = once(() =>
  z.strictObject({
    name: text(),
    surname: text(),
    patronymic: z.optional(text()),
    dateBirth: day(),
    birthPlace: z.optional(text()),
    identityDocument: z.optional(loose()),
  }),
);

/** POST /subjects/requisites. */
export const findInn = defineOperation({
  id: 'entities.subjects.findInn',
  summary: 'Look up the INN of a person',
  source: page('get-requisites'),
  evidence: 'vendor-docs',
  method: 'POST',
  path: '/realty/entity/v1/subjects/requisites',
  safety: 'unsafe',
  body: z.lazy(() =>
    onTheWire(
      z.pipe(
        personOfInn(),
        z.transform((inn) => ({ requisiteType: 'inn', inn })),
      ),
      () => z.strictObject({ requisiteType: z.literal('inn'), inn: personOfInn() }),
    ),
  ),
  response: z.lazy(() => z.unknown()),
  absorb: anyAnswer,
  uncertain: 'A second look-up does no harm, but may be paid for.',
});

const party = once(() => z.strictObject({ subjectId: id() }));
const link = {
  representativeType: z.lazy(() => z.optional(text())),
  post: z.lazy(() => z.optional(textUpTo(60))),
  authority: z.lazy(() => z.optional(loose())),
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
  body: z.lazy(() => z.strictObject({ principal: party(), agent: party(), ...link })),
  response: representative,
  uncertain: 'There is one link for a principal and an agent: read it before you create it again.',
});

const params = z.lazy(() => z.strictObject({ representativeId: id() }));

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
  body: z.lazy(() => z.strictObject(link)),
  response: z.lazy(() => z.unknown()),
  absorb: anyAnswer,
});
