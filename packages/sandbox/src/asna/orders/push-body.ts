import * as z from 'zod';
import type { FieldError } from '../validation/field-error.ts';
import type { JsonDocument } from '../validation/json-document.ts';
import { isGuid } from '../guid.ts';

const guid = z.string().refine(isGuid, 'is not a GUID');
const moment = z.iso.datetime({ offset: true });

const schema = z.strictObject({
  rows: z.array(z.strictObject({ rowId: guid, qntUnrsv: z.number().min(0) })).optional(),
  statuses: z
    .array(
      z.strictObject({
        statusId: guid,
        orderId: guid,
        rowId: guid.optional(),
        storeId: guid,
        date: moment,
        status: z.int(),
        rcDate: moment.optional(),
        cmnt: z.string().optional(),
      }),
    )
    .optional(),
});

/** What a pharmacy sends about its orders. */
export type PushBody = z.output<typeof schema>;

/** The body, or what is wrong with it in ASNA's way. */
export function readPush({ value, places }: JsonDocument): PushBody | readonly FieldError[] {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  return parsed.error.issues.map(({ path, message }) => {
    const field = path.reduce<string>(
      (text, key) =>
        typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`,
      '',
    );
    const { line, position } = places.get(field) ?? { line: 1, position: 0 };
    return { field, message: `Line: ${line} Position: ${position} Value: Error: ${message}` };
  });
}
