/** An error as one line of text, for logs and health. */
export function textOf(error: unknown): string {
  if (error instanceof Error) return `${error.name}: ${error.message}`;
  return typeof error === 'string' ? error : `a thrown ${error === null ? 'null' : typeof error}`;
}
