import { onTheWire, once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { isObject, itemsIn } from '../wire/normal.ts';
import { list, maybe, open, optionalText } from '../wire/schemas.ts';

// What each member is stands in `models.ts`; a type test holds the two equal.

const members = once(() => maybe(z.record(z.string(), z.unknown())));

/** See AssessedSubject. */
export const assessedSubject = z.lazy(() =>
  z.looseObject({
    subjectId: z.string(),
    externalId: optionalText(),
    person: members(),
    organization: members(),
  }),
);

/** See Check. */
export const checkSchema = once(() =>
  z.looseObject({
    checkId: z.string(),
    state: maybe(open('Processing', 'Processed', 'Error')),
  }),
);

/** The answer of a search, whose wrapper is not documented. */
export const checkPage = z.lazy(() =>
  onTheWire(
    z.pipe(
      z.transform((answer): unknown => ({
        items: itemsIn(answer, 'checks'),
        lastObjectId: isObject(answer) ? (answer['lastObjectId'] ?? answer['lastCheckId']) : undefined,
      })),
      z.object({ items: z.array(checkSchema()), lastObjectId: optionalText() }),
    ),
    () => z.union([z.array(checkSchema()), z.looseObject({ items: z.optional(z.array(checkSchema())) })]),
  ),
);

/** See CheckProgress. */
export const checkProgress = once(() =>
  z.looseObject({ processed: maybe(z.number()), total: maybe(z.number()) }),
);

/** See CheckGroup. */
export const checkGroup = z.lazy(() =>
  z.looseObject({
    groupId: z.string(),
    externalId: optionalText(),
    objects: list(z.unknown()),
    progress: maybe(checkProgress()),
    createdAt: optionalText(),
    finishedAt: optionalText(),
  }),
);
