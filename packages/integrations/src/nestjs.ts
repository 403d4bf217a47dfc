/**
 * Partner APIs in NestJS: clients as providers, loops that live with the application, an indicator for `@nestjs/terminus`.
 *
 * @packageDocumentation
 */
export type { Loop, LoopReport } from './loops/loop.ts';
export { type HealthResult, PartnerApisHealth } from './nest/health.ts';
export {
  type ClientProvider,
  type ClosableClient,
  type LoopProvider,
  type LoopsModuleOptions,
  PartnerApisModule,
  type PartnerApisModuleOptions,
} from './nest/module.ts';
