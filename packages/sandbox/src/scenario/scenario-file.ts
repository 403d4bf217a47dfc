import { readFile } from 'node:fs/promises';
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { pathText, ScenarioError } from './part.ts';
import type { Scenario } from './model/scenario.ts';
import { readScenario } from './scenario.ts';

/** Largest file read. */
const FILE_BYTES = 64 << 20;

/** A scenario file that cannot be used; the message is one line: `file:line:column path: what is wrong`. */
export class ScenarioFileError extends TypeError {
  /** 1 for the first line. */
  readonly line: number;
  /** 1 for the first column. */
  readonly column: number;

  constructor(
    file: string,
    { line, col }: { line: number; col: number },
    what: string,
    options?: ErrorOptions,
  ) {
    super(`${file}:${line}:${col} ${what}`, options);
    this.name = 'ScenarioFileError';
    this.line = line;
    this.column = col;
  }
}

/** Reads a scenario file, YAML or JSON. Throws a {@link ScenarioFileError}, or what reading the file throws. */
export async function readScenarioFile(path: string): Promise<Scenario> {
  const bytes = await readFile(path);
  if (bytes.byteLength > FILE_BYTES)
    throw new ScenarioFileError(path, { line: 1, col: 1 }, `The file is larger than ${FILE_BYTES} bytes.`);
  return parseScenario(bytes.toString('utf8'), path);
}

/** The same for a text; `name` stands in messages in place of the file's. */
export function parseScenario(text: string, name = 'scenario'): Scenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, version: '1.2', logLevel: 'error' });
  const [broken] = [...document.errors, ...document.warnings];
  if (broken !== undefined)
    throw new ScenarioFileError(
      name,
      lines.linePos(broken.pos[0]),
      String(broken.message.split('\n')[0]).replace(/ at line \d+, column \d+:?$/, ''),
    );
  try {
    // Aliases may stand for a hundred times what is written, and no more.
    return readScenario(document.toJS({ maxAliasCount: 100 }) ?? {});
  } catch (error) {
    if (!(error instanceof ScenarioError)) {
      throw new ScenarioFileError(
        name,
        { line: 1, col: 1 },
        error instanceof Error ? error.message : String(error),
      );
    }
    throw atItsPlace(error, document, lines, name);
  }
}

/** An error that showed while a scenario was loaded, with the place in the file that it was read from. */
export async function locate(error: ScenarioError, file: string): Promise<ScenarioFileError> {
  const lines = new LineCounter();
  const document = parseDocument(await readFile(file, 'utf8'), { lineCounter: lines });
  return atItsPlace(error, document, lines, file);
}

/** An error of a scenario, with the place in the file it came from. */
function atItsPlace(
  error: ScenarioError,
  document: Document,
  lines: LineCounter,
  name: string,
): ScenarioFileError {
  const [{ path, message } = { path: [], message: error.message }] = error.issues;
  const more = error.issues.length > 1 ? ` (and ${error.issues.length - 1} more)` : '';
  const what = `${pathText(path)}: ${message}${more}`;
  return new ScenarioFileError(name, lines.linePos(offsetOf(document, path)), what, { cause: error });
}

/** Where a value begins, or, for one that is missing, what should hold it. */
function offsetOf(document: Document, path: readonly (string | number)[]): number {
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}
