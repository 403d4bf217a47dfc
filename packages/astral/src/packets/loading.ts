import { later } from '@partner-apis/core/vendor';

/** What moves files, loaded with the first that is moved. */
export const transfers = later(
  'What sends and receives files of Astral.Platform',
  () => import(/* webpackMode: "eager" */ './transfers.ts'),
);
