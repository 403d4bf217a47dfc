import * as z from 'zod/mini';
import { en } from 'zod/locales';

const inEnglish = en().localeError;

/**
 * What zod says of an issue, for a schema that has no words of its own: in the language that the program has set with `z.config()`, otherwise in
 * English. `zod/mini` by itself says no more than "Invalid input".
 */
export const zodWords: z.core.$ZodErrorMap = (issue) => (z.config().localeError ?? inEnglish)(issue);
