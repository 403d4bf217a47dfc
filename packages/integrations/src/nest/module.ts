import {
  type DynamicModule,
  type FactoryProvider,
  Global,
  type InjectionToken,
  Logger,
  Module,
  type ModuleMetadata,
  type OnApplicationBootstrap,
  type BeforeApplicationShutdown,
  type OnApplicationShutdown,
  type Provider,
} from '@nestjs/common';
import type { Loop, RunningLoop } from '../loops/loop.ts';
import { Loops } from '../loops/loops.ts';
import { PartnerApisHealth } from './health.ts';

/** A client of any vendor. */
export interface ClosableClient {
  /** Ends it. */
  close(): Promise<void>;
}

/** A client that is made with what Nest injects, and provided under `provide`: its class, or a token of yours where there are several. */
export interface ClientProvider {
  /** Under what it is injected. */
  readonly provide: InjectionToken;
  /** Tokens of what `useFactory` is given. Default: nothing. */
  readonly inject?: FactoryProvider['inject'];
  /** Makes the client. */
  readonly useFactory: (...injected: never[]) => ClosableClient | Promise<ClosableClient>;
}

/** Options of {@link PartnerApisModule.forRoot}. */
export interface PartnerApisModuleOptions {
  /** Modules that export what the factories inject. */
  readonly imports?: ModuleMetadata['imports'];
  /** Clients to provide, and to close when the application ends. */
  readonly clients: readonly ClientProvider[];
}

/** A consumer, a feed or a forwarder that runs with the application. */
export interface LoopProvider {
  /** What health checks and logs call it. */
  readonly name: string;
  /** Tokens of what `useFactory` is given. Default: nothing. */
  readonly inject?: FactoryProvider['inject'];
  /** Makes it. */
  readonly useFactory: (...injected: never[]) => Loop | Promise<Loop>;
}

/** Options of {@link PartnerApisModule.forLoops}. */
export interface LoopsModuleOptions {
  /** Modules that export what the factories inject. Default: none. */
  readonly imports?: ModuleMetadata['imports'];
  /** Providers that the factories inject, such as the services that handle events. */
  readonly providers?: readonly Provider[];
  /** What runs with the application. */
  readonly loops: readonly LoopProvider[];
}

/** What the module's own providers have in common: one per application. */
class SharedModule {}
const shared: ModuleMetadata = {
  providers: [
    { provide: Loops, useFactory: () => new Loops() },
    {
      provide: PartnerApisHealth,
      inject: [Loops],
      useFactory: (loops: Loops) => new PartnerApisHealth(loops),
    },
  ],
  exports: [Loops, PartnerApisHealth],
};
Global()(SharedModule);
Module(shared)(SharedModule);

/** Starts a loop when the application has started, and stops it before connections close. */
class LoopLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: RunningLoop;

  constructor(loop: RunningLoop) {
    this.#loop = loop;
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#loop.stop();
  }
}

/** Closes clients when everything that uses them has stopped. */
class ClientsLifecycle implements OnApplicationShutdown {
  readonly #clients: readonly ClosableClient[];

  constructor(clients: readonly ClosableClient[]) {
    this.#clients = clients;
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()));
  }
}

/**
 * Clients of the partner APIs as providers of NestJS, and consumers, feeds and forwarders that run with the application. Call
 * `app.enableShutdownHooks()`, or a signal ends the process before anything is stopped.
 */
export class PartnerApisModule {
  /** Provides clients in the whole application, and closes them at its end. */
  static forRoot({ imports = [], clients }: PartnerApisModuleOptions): DynamicModule {
    const tokens = clients.map(({ provide }) => provide);
    const lifecycle: Provider = {
      provide: ClientsLifecycle,
      inject: tokens,
      useFactory: (...made: ClosableClient[]) => new ClientsLifecycle(made),
    };
    return {
      module: PartnerApisModule,
      global: true,
      imports: [SharedModule, ...imports],
      providers: [...clients.map(provider), lifecycle],
      exports: tokens,
    };
  }

  /** Runs consumers, feeds and forwarders: from the start of the application until its shutdown begins. */
  static forLoops({ imports = [], providers = [], loops }: LoopsModuleOptions): DynamicModule {
    const logger = new Logger('PartnerApis');
    return {
      module: LoopsModule,
      imports: [SharedModule, ...imports],
      providers: [
        ...providers,
        ...loops.map(({ name, inject = [], useFactory }): Provider => ({
          provide: `partner-apis loop ${name}`,
          inject: [Loops, ...inject],
          useFactory: async (registry: Loops, ...injected: never[]) =>
            new LoopLifecycle(
              registry.add(name, await useFactory(...injected), {
                error: (message, error) => logger.error({ err: error }, message),
              }),
            ),
        })),
      ],
    };
  }
}
Module({})(PartnerApisModule);

class LoopsModule {}
Module({})(LoopsModule);

function provider({ provide, inject = [], useFactory }: ClientProvider): Provider {
  return { provide, inject, useFactory };
}
