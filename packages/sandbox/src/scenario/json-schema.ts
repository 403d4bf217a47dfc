import * as z from 'zod';
import { scenarioSchema } from './scenario.ts';

/** The schema of scenario files for editors and other languages. The package has it as `scenario.schema.json`. */
export function scenarioJsonSchema(): object {
  const schema = z.toJSONSchema(scenarioSchema, { io: 'input', unrepresentable: 'any' });
  return { title: 'A scenario for the Partner APIs sandbox', ...schema };
}
