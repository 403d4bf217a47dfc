import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CompilerState,
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  type IConfigFile,
} from '@microsoft/api-extractor';
import { compilerOptions } from './compiler-options.ts';
import type { EntryPoint } from './entry-points.ts';

/**
 * What each entry point exports, as API Extractor writes it down: one text per entry point, by the name of its file. Doc comments are checked
 * on their own, so it says nothing about release tags and links.
 *
 * @throws Error when the declarations of an entry point cannot be read.
 */
export function apiReports(entries: readonly EntryPoint[]): ReadonlyMap<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'api-reports-'));
  try {
    const prepared = entries.map((entry) => ({ entry, config: prepare(entry, folder) }));
    const [first] = prepared;
    if (first === undefined) return new Map();
    // One program for all of them: reading the declarations is most of the work.
    const additionalEntryPoints = entries.map(({ declarations }) => declarations);
    const compilerState = CompilerState.create(first.config, { additionalEntryPoints });
    return new Map(
      prepared.map(({ entry, config }) => {
        const problems: string[] = [];
        const { succeeded } = Extractor.invoke(config, {
          localBuild: true,
          compilerState,
          messageCallback(message) {
            if (message.logLevel === ExtractorLogLevel.Error)
              problems.push(message.formatMessageWithLocation(folder));
            message.handled = true;
          },
        });
        if (!succeeded) throw new Error(`No report of ${entry.name}: ${problems.join('; ')}`);
        const file = `${entry.label}.api.md`;
        return [file, withoutPlaces(readFileSync(join(folder, file), 'utf8'))];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const quiet = { default: { logLevel: ExtractorLogLevel.None } };

function prepare({ directory, declarations, label }: EntryPoint, folder: string): ExtractorConfig {
  const configObject: IConfigFile = {
    projectFolder: directory,
    mainEntryPointFilePath: declarations,
    compiler: { overrideTsconfig: { compilerOptions, files: [declarations] } },
    apiReport: {
      enabled: true,
      reportFolder: folder,
      reportTempFolder: join(folder, 'temp'),
      reportFileName: label,
    },
    docModel: { enabled: false },
    dtsRollup: { enabled: false },
    tsdocMetadata: { enabled: false },
    newlineKind: 'lf',
    messages: {
      compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
      extractorMessageReporting: {
        ...quiet,
        'ae-forgotten-export': { logLevel: ExtractorLogLevel.Warning, addToApiReportFile: true },
      },
      tsdocMessageReporting: quiet,
    },
  };
  return ExtractorConfig.prepare({
    configObject,
    configObjectFullPath: join(directory, 'api-extractor.json'),
    packageJsonFullPath: join(directory, 'package.json'),
  });
}

/** Lines of a source move without anything having changed for its users. */
function withoutPlaces(report: string): string {
  return report.replaceAll(/^(\/\/ \S+?):\d+:\d+ - /gm, '$1 - ');
}
