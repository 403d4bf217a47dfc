import * as z from 'zod';
import { faultKinds } from '../faults/fault.ts';
import { asnaSection } from './asna.ts';
import { astralSection } from './astral.ts';
import { moment } from './common.ts';
import type { Scenario } from './model/scenario.ts';
import { ScenarioError } from './part.ts';
import { reestroSection } from './reestro.ts';
import { stormwallSection } from './stormwall.ts';

const fault = z.strictObject({
  vendor: z.enum(['astral', 'stormwall', 'asna', 'reestro']),
  operation: z.string().optional(),
  kind: z.enum(faultKinds),
  status: z.int().min(200).max(599).optional(),
  retryAfter: z.union([z.number().nonnegative(), z.string()]).optional(),
  times: z.int().positive().optional(),
  probability: z.number().min(0).max(1).optional(),
  delayMs: z.number().nonnegative().optional(),
  framing: z.enum(['length', 'chunked']).optional(),
});

/** The schema of a scenario; the package has it as JSON Schema too, in `scenario.schema.json`. */
export const scenarioSchema = z.strictObject({
  $schema: z.string().optional(),
  seed: z.union([z.string(), z.number()]).optional().describe('Ids and keys follow from it.'),
  now: moment.optional().describe('What time it is. Default: the real time.'),
  astral: astralSection.optional(),
  stormwall: stormwallSection.optional(),
  asna: asnaSection.optional(),
  reestro: reestroSection.optional(),
  faults: z
    .array(fault)
    .optional()
    .describe('What goes wrong from the start; the first that matches is met.'),
});

/** A checked scenario, or a {@link ScenarioError} with every place that is wrong. */
export function readScenario(value: unknown): Scenario {
  const parsed = scenarioSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ScenarioError(parsed.error.issues.flatMap(flatten));
}

/** What an issue says; of a choice of which nothing fits, what the choice that came furthest says. */
function flatten(issue: z.core.$ZodIssue): { path: (string | number)[]; message: string }[] {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key], message: 'Unknown key.' }));
  if (issue.code === 'invalid_union') {
    const choices = issue.errors.map((issues) => issues.flatMap(flatten));
    const deepest = choices
      .filter((issues) => issues.every((one) => one.path.length > 0))
      .toSorted((a, b) => a.length - b.length)[0];
    if (deepest !== undefined)
      return deepest.map((one) => ({ path: [...path, ...one.path], message: one.message }));
  }
  return [{ path, message: issue.message }];
}
