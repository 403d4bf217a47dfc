import {
  type CallOptions,
  type ClientOptions,
  ConfigurationError,
  type Secret,
} from '@partner-apis/core/user';
import {
  type ClientDefinition,
  environment,
  headerKey,
  parseBaseUrl,
  PartnerClient,
} from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { Consumer } from './consumer/consumer.ts';
import type { ConsumerOptions } from './consumer/options.ts';
import type { Stoppable } from './consumer/stream.ts';
import { Events } from './events/events.ts';
import { Files } from './packets/files.ts';
import { Packets } from './packets/packets.ts';
import { type Ping, ping } from './ping/ping.ts';
import { astralProfile } from './api/profile.ts';

/** Options of {@link AstralClient}. */
export interface AstralOptions extends ClientOptions {
  /** The token that the vendor gave on registration; sent as `X-API-Key`. */
  readonly apiKey: Secret;
  /** The local end of the GOST tunnel. Default `http://127.0.0.1:8000`, the address in the manual. */
  readonly baseUrl?: string;
}

/** Hosts that can be reached only through a GOST tunnel, written with the dot of the root or without. Manual, section 2. */
const GOST_ONLY = /(^|\.)platform\.astral\.ru\.?$/i;

const definition: ClientDefinition<AstralOptions> = {
  profile: astralProfile,
  options: { apiKey: z.lazy(() => z.optional(z.unknown())) },
  credentials: ['apiKey'],
  variables: { apiKey: 'ASTRAL_API_KEY', baseUrl: 'ASTRAL_BASE_URL' },
  baseUrl(options) {
    const baseUrl = options.baseUrl ?? 'http://127.0.0.1:8000';
    const { hostname } = parseBaseUrl(baseUrl);
    if (options.transport === undefined && GOST_ONLY.test(hostname)) {
      throw new ConfigurationError(
        `baseUrl names ${hostname}, which speaks GOST TLS; Node.js cannot. Run stunnel next to your program, let it connect there, and ` +
          'give its local address as baseUrl, such as http://127.0.0.1:8000.',
      );
    }
    return baseUrl;
  },
  auth: (options) => headerKey('X-API-Key', options.apiKey, 'apiKey'),
};

/**
 * Client for Astral.Platform: events, packets and files, through the local end of a GOST tunnel.
 *
 * @example
 * ```ts
 * await using astral = new AstralClient({ apiKey });
 * for (const event of await astral.events.poll({ timeout: 60 })) {
 *   await handle(event);
 *   await astral.events.confirm(event.id);
 * }
 * ```
 */
export class AstralClient extends PartnerClient<AstralOptions> {
  /** Events: publish, receive, confirm. */
  readonly events: Events;
  /** Packets of files: upload, download, unpack. */
  readonly packets: Packets;
  /** Single files of packets. */
  readonly files: Files;
  readonly #running = new Set<Stoppable>();

  /**
   * Checks the options; nothing is sent before the first call.
   *
   * @throws ConfigurationError for options that cannot work.
   */
  constructor(options: AstralOptions) {
    super(definition, options);
    this.events = new Events(this.caller, this.#running);
    this.packets = new Packets(this.caller);
    this.files = new Files(this.caller);
  }

  /** A client from `ASTRAL_API_KEY` and, when set, `ASTRAL_BASE_URL`. Options given here win. */
  static fromEnv(overrides: Partial<AstralOptions> = {}): AstralClient {
    return new AstralClient(environment<AstralOptions>(definition, overrides, ['apiKey']));
  }

  /**
   * An endless consumer of this participant's events, still to be given its handlers and run. Closing this client stops it first.
   *
   * @throws ConfigurationError for options that cannot work.
   */
  consumer(options: ConsumerOptions = {}): Consumer {
    return new Consumer(this.caller, options, this.#running);
  }

  /** Stops the consumers and streams of this client that are running, then closes it like any other. It never rejects. */
  override async close(): Promise<void> {
    await Promise.all(Array.from(this.#running, (running) => running.stop()));
    await super.close();
  }

  /**
   * Finds out whether tunnel, platform and key work, and what to do when one does not. Takes no events. Rejects for an abort, a closed
   * client and bad options or keys, never for a dead tunnel.
   *
   * @see Astral.Platform manual, section 2, connection test
   */
  ping(options?: CallOptions): Promise<Ping> {
    return ping(this.caller, options);
  }
}
