import * as z from 'zod';

/** Ids of events, packets and files (manual, sections 3.1 to 3.10): 32 lower-case hexadecimal digits, no other spelling. */
export const ID_PATTERN = /^[a-f0-9]{32}$/;

/** Schema of such an id. */
export const idSchema = z.string().regex(ID_PATTERN, 'Ожидается идентификатор [a-f0-9]{32}');
