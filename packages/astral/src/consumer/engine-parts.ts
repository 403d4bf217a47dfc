import type { Lifecycle } from './lifecycle.ts';
import type { Observer } from './observing/observer.ts';
import type { Settings } from './options.ts';
import type { Platform } from './asking/platform.ts';
import type { Routes } from './handling/routes.ts';

/** What an engine is made of. */
export interface EngineParts {
  readonly settings: Settings;
  readonly routes: Routes;
  readonly platform: Platform;
  readonly observer: Observer;
  readonly lifecycle: Lifecycle;
  /** Called when the stop begins. */
  readonly ending?: () => void;
}
