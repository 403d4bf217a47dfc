/** The loop of a consumer, in push style and in pull style. */
export { platformOf } from './asking/platform.ts';
export { Engine } from './engine.ts';
export { Pull } from './pulling/pull.ts';
