import { later } from '@partner-apis/core/vendor';

/** The loop of a consumer, loaded by the first that runs. */
export const consumerLoop = later(
  'The consumer of Astral.Platform',
  () => import(/* webpackMode: "eager" */ './loop.ts'),
);
