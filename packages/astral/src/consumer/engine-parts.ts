import type { Logger } from '@partner-apis/core/user';
import type { Settings } from './options.ts';
import type { Platform } from './asking/platform.ts';
import type { Routes } from './handling/routes.ts';

/** What an engine is made of. */
export interface EngineParts {
  readonly settings: Settings;
  readonly routes: Routes;
  readonly platform: Platform;
  readonly logger: Logger;
  /** Named in diagnostics as the source. */
  readonly owner: object;
  /** Called when the stop begins. */
  readonly ending?: () => void;
}
