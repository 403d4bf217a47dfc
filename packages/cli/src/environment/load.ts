import { UsageError } from '../usage-error.ts';

/**
 * Reads a `.env` file into the environment of this process, by Node's own loader: what the environment already has stays.
 *
 * @throws UsageError when the file cannot be read.
 */
export function loadEnvironment(file: string): void {
  try {
    process.loadEnvFile(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new UsageError(`--env-file: ${file} cannot be read (${code}).`);
  }
}
