import { later } from '@partner-apis/core/vendor';

/** What reads archives. */
export const reading = later(
  'What reads packets of Astral.Platform',
  () => import(/* webpackMode: "eager" */ './archive/reading.ts'),
);

/** What makes a form of files. */
export const form = later(
  'What uploads packets to Astral.Platform',
  () => import(/* webpackMode: "eager" */ './upload/form-body.ts'),
);

/** What writes the files of an archive. */
export const extraction = later(
  'What extracts packets of Astral.Platform',
  () => import(/* webpackMode: "eager" */ './saving/write-entries.ts'),
);

/** What writes one file. */
export const disk = later(
  'What saves files of Astral.Platform',
  () => import(/* webpackMode: "eager" */ '@partner-apis/core/disk'),
);
