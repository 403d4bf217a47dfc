import { withoutUndefined } from '../errors/without-undefined.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';

/**
 * Reads options from environment variables for `fromEnv()`. A variable that is unset or empty leaves its option out.
 *
 * @param variables - Option names with the variables that hold them.
 * @param overrides - Options given in code; they win.
 * @param required - Options without which the client cannot work.
 * @throws ConfigurationError that names every variable that is missing.
 */
export function environment<Options extends object>(
  title: string,
  variables: Readonly<Partial<Record<keyof Options & string, string>>>,
  overrides: Partial<Options>,
  required: readonly (keyof Options & string)[],
): Options {
  const env = globalThis.process?.env ?? {};
  const found: Record<string, unknown> = {};
  for (const [option, variable] of Object.entries<string | undefined>(variables)) {
    const value = variable === undefined ? undefined : env[variable];
    if (value !== undefined && value !== '') found[option] = value;
  }
  // What is required is checked below; what else the variables hold, the client checks like any option.
  const options = { ...found, ...withoutUndefined(overrides) } as Options;
  const missing = required.filter((option) => options[option] === undefined);
  if (missing.length > 0) {
    const list = missing.map((option) => `${variables[option] ?? option} (option ${option})`).join(', ');
    throw new ConfigurationError(
      `${title}: missing ${list}. Set the environment variable or give the option to fromEnv().`,
    );
  }
  return options;
}
