import type * as z from 'zod/mini';
import { withoutUndefined } from '../errors/without-undefined.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { checkOptionNames } from '../runtime/options.ts';
import { nearVariables } from './near-names.ts';

/** What of a client's definition is needed to read its options from the environment. */
export interface FromEnvironment {
  readonly profile: { readonly vendor: string; readonly title: string };
  /** Options of this vendor beside the common ones. */
  readonly options: z.core.$ZodShape;
  /** Environment variables by the option that each holds; a dot leads to a member of an option. */
  readonly variables?: Readonly<Record<string, string>>;
}

/**
 * Reads options from environment variables for `fromEnv()`. A variable that is unset or empty leaves its option out.
 *
 * @param overrides - Options given in code; they win.
 * @param required - Options without which the client cannot work.
 * @throws ConfigurationError that names every option that there is not, or every variable that is missing.
 */
export function environment<Options extends object>(
  { profile, options: own, variables = {} }: FromEnvironment,
  overrides: Partial<Options>,
  required: readonly (keyof Options & string)[],
): Options {
  checkOptionNames(profile, overrides, own);
  const env = globalThis.process?.env ?? {};
  const found: Record<string, unknown> = {};
  for (const [option, variable] of Object.entries(variables)) {
    const value = env[variable];
    if (value !== undefined && value !== '') found[option] = value;
  }
  // What is required is checked below; what else the variables hold, the client checks like any option.
  const options = { ...found, ...withoutUndefined(overrides) } as Options;
  const missing = required.filter((option) => options[option] === undefined);
  if (missing.length > 0) {
    const list = missing.map((option) => `${variables[option] ?? option} (option ${option})`).join(', ');
    const wanted = missing.flatMap((option) => variables[option] ?? []);
    const sentences = [
      `${profile.title}: missing ${list}. Set the environment variable or give the option to fromEnv().`,
      ...nearVariables(wanted, Object.values(variables)),
    ];
    throw new ConfigurationError(sentences.join(' '), { vendor: profile.vendor });
  }
  return options;
}

/**
 * Refuses options that hold an empty text, or nothing, as those do that a program took from a variable that is not set.
 *
 * @throws ConfigurationError that names the variable.
 */
export function refuseEmpty(
  { profile, variables = {} }: FromEnvironment,
  options: unknown,
  paths: readonly string[] = Object.keys(variables),
  what: 'empty' | 'missing' = 'empty',
): void {
  for (const path of paths) {
    const variable = variables[path];
    if (variable === undefined || valueAt(options, path) !== (what === 'empty' ? '' : undefined)) continue;
    throw new ConfigurationError(`${profile.title}: ${path} is ${what}; is ${variable} set?`, {
      vendor: profile.vendor,
    });
  }
}

function valueAt(options: unknown, path: string): unknown {
  let value = options;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, name);
  }
  return value;
}
