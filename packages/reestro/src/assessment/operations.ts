import { defineOperation, once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { eventQuery } from '../events/event-query.ts';
import { pageOf } from '../events/feed-event.ts';
import type { BackwardPage } from '../paging/backward.ts';
import { conditional, readConditional, tag } from '../wire/conditional.ts';
import { exactlyOne, id, loose, moment, text } from '../wire/input.ts';
import { anyAnswer } from '../wire/schemas.ts';
import type { Check } from './models.ts';
import { assessedSubject, checkGroup, checkPage, checkSchema } from './schemas.ts';

const page = (name: string): string => `Kontur.Reestro documentation, verification/methods/${name}`;

/** POST /subjects. */
export const createAssessedSubject = defineOperation({
  id: 'assessment.subjects.create',
  summary: 'Store a subject to be checked',
  source: page('post-subjects'),
  evidence: 'vendor-docs',
  method: 'POST',
  path: '/realty/assessment/v1/subjects',
  safety: 'unsafe',
  query: z.lazy(() => z.strictObject({ resolveInn: z.optional(z.boolean('must be a boolean')) })),
  body: z.lazy(() =>
    z
      .strictObject({
        externalId: z.optional(text()),
        person: z.optional(
          z.looseObject(
            { dateBirth: z.optional(z.undefined('is named birthDate here')) },
            'must be an object',
          ),
        ),
        organization: z.optional(loose()),
      })
      .check(z.superRefine(exactlyOne('person', 'organization'))),
  ),
  response: assessedSubject,
});

/** GET /subjects/{subjectId}. */
export const getAssessedSubject = defineOperation({
  id: 'assessment.subjects.get',
  summary: 'Read a subject that is checked',
  source: page('get-subjects'),
  evidence: 'vendor-docs',
  method: 'GET',
  path: '/realty/assessment/v1/subjects/{subjectId}',
  safety: 'read',
  params: z.lazy(() => z.strictObject({ subjectId: id() })),
  response: assessedSubject,
});

/** POST /checks. */
export const createCheck = defineOperation({
  id: 'assessment.checks.create',
  summary: 'Order a check',
  source: 'Programs of others',
  evidence: 'third-party',
  method: 'POST',
  path: '/realty/assessment/v1/checks',
  safety: 'unsafe',
  body: z.lazy(() =>
    z
      .looseObject({
        externalId: z.optional(text()),
        correlationId: z.optional(text()),
        subjectId: z.optional(id()),
      })
      .check(
        z.refine((body) => Object.values(body).some((value) => typeof value === 'object' && value !== null), {
          error: 'must have a kind of check, such as fssp: { subjectId }',
        }),
      ),
  ),
  response: z.lazy(checkSchema),
  uncertain: 'A second check may be paid for: look for it with assessment.checks.list() first.',
});

/** GET /checks. */
export const listChecks = defineOperation({
  id: 'assessment.checks.list',
  summary: 'Find checks, newest first',
  source: page('search-checks'),
  evidence: 'vendor-docs',
  method: 'GET',
  path: '/realty/assessment/v1/checks',
  safety: 'read',
  query: z.lazy(() =>
    z.strictObject({
      correlationId: z.optional(text()),
      externalId: z.optional(text()),
      subjectId: z.optional(id()),
      type: z.optional(z.union([text(), z.readonly(z.array(text()))])),
      state: z.optional(text()),
      from: z.optional(moment()),
      to: z.optional(moment()),
      afterCheckId: z.optional(id()),
    }),
  ),
  response: checkPage,
  // Where the vendor names no place to go on from, the documented one is the last check.
  result: ({ items, lastObjectId }): BackwardPage<Check> => ({
    items,
    lastObjectId: lastObjectId ?? items.at(-1)?.checkId,
  }),
});

/** GET /checks/{checkId}. */
export const getCheck = defineOperation({
  id: 'assessment.checks.get',
  summary: 'Read a check',
  source: 'Programs of others',
  evidence: 'third-party',
  method: 'GET',
  path: '/realty/assessment/v1/checks/{checkId}',
  safety: 'read',
  params: z.lazy(() => z.strictObject({ checkId: id(), ifNoneMatch: tag() })),
  response: z.lazy(() => conditional(checkSchema())),
  absorb: readConditional,
});

const ids = once(() =>
  z.optional(z.readonly(z.array(id()).check(z.minLength(1, 'must have at least one id')))),
);

/** POST /checks/analytics. */
export const analyseChecks = defineOperation({
  id: 'assessment.checks.analytics',
  summary: 'Draw conclusions from checks or group checks',
  source: page('post-analytics'),
  evidence: 'vendor-docs',
  method: 'POST',
  path: '/realty/assessment/v1/checks/analytics',
  safety: 'unsafe',
  body: z.lazy(() =>
    z
      .strictObject({ checks: ids(), groups: ids(), result: z.optional(loose()) })
      .check(z.superRefine(exactlyOne('checks', 'groups'))),
  ),
  response: z.lazy(() => z.unknown()),
  absorb: anyAnswer,
});

/** POST /groups. */
export const createGroup = defineOperation({
  id: 'assessment.groups.create',
  summary: 'Order several checks at once',
  source: page('post-groups'),
  evidence: 'vendor-docs',
  method: 'POST',
  path: '/realty/assessment/v1/groups',
  safety: 'unsafe',
  body: z.lazy(() =>
    z.strictObject({
      externalId: z.optional(text()),
      requests: z.readonly(z.array(loose()).check(z.minLength(1, 'must have at least one request'))),
    }),
  ),
  response: checkGroup,
  uncertain: 'The same externalId again is told to be a repetition.',
});

/** GET /groups/{groupId}. */
export const getGroup = defineOperation({
  id: 'assessment.groups.get',
  summary: 'Read a group check',
  source: page('get-groups'),
  evidence: 'vendor-docs',
  method: 'GET',
  path: '/realty/assessment/v1/groups/{groupId}',
  safety: 'read',
  params: z.lazy(() => z.strictObject({ groupId: id() })),
  response: checkGroup,
});

/** GET /events, of another version than the rest. */
export const listCheckEvents = defineOperation({
  id: 'assessment.events.list',
  summary: 'Read a page of what happened to checks',
  source: page('get-events'),
  evidence: 'vendor-docs',
  method: 'GET',
  path: '/realty/assessment/v2/events',
  safety: 'read',
  query: eventQuery,
  response: z.lazy(() => pageOf('events')),
});
