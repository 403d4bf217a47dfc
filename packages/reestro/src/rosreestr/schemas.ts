import { once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { isObject, listed } from '../wire/normal.ts';
import { list, maybe, open, optionalText } from '../wire/schemas.ts';

// What each member is stands in `models.ts`; a type test holds the two equal.

const members = once(() => z.record(z.string(), z.unknown()));

/** See ObjectExtract. */
export const objectExtract = once(() =>
  z.looseObject({
    extractType: maybe(open('Base')),
    objects: list(members()),
  }),
);

/** See Docflow. */
export const docflow = once(() =>
  z.looseObject({
    docflowId: z.string(),
    docflowState: maybe(
      open(
        'Sending',
        'WaitingServicePayment',
        'WaitingSignStatements',
        'AwaitingGovFeePayment',
        'Accepted',
        'Processing',
        'Processed',
        'Suspend',
        'Rejected',
        'TimeOut',
        'ValidationError',
      ),
    ),
    docflowType: maybe(open('ObjectExtract')),
    creationDate: optionalText(),
    objectExtract: maybe(objectExtract()),
    encumbrance: z.optional(z.unknown()),
    descendants: list(z.unknown()),
  }),
);

/** A docflow whose members have one name each, where the vendor's pages have two. */
export const docflowAnswer = once(() => z.pipe(z.transform(normalDocflow), docflow()));

function normalDocflow(wire: unknown): unknown {
  if (!isObject(wire)) return wire;
  const { encumbrance = wire['encumbrances'], objectExtract: extract } = wire;
  return {
    ...wire,
    ...(encumbrance !== undefined && { encumbrance }),
    ...(isObject(extract) && { objectExtract: normalExtract(extract) }),
  };
}

function normalExtract(wire: Readonly<Record<string, unknown>>): unknown {
  const extractType = wire['extractType'] ?? wire['objectExtractType'];
  const objects = listed(wire['objects'] ?? wire['object']);
  return {
    ...wire,
    ...(extractType !== undefined && { extractType }),
    ...(objects !== undefined && { objects }),
  };
}
