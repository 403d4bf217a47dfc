/** How many of anything are shown: the last ones. */
export const LAST = 100;
