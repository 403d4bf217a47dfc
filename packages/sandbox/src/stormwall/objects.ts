import { createRandom } from '../random.ts';
import { refuse, refuseMissing } from './failures.ts';
import type { V1Settings } from './v1-settings.ts';

/** A service of an account. The manual shows ids only; the other members are made up. */
export interface StormwallService {
  /** Id of the service. */
  readonly service_id: number;
  /** Name of the service. */
  readonly service_name: string;
}

/** A domain of a service; flags are 0 and 1, as everywhere in this API. */
export interface StormwallDomain {
  /** Id of the domain. */
  readonly domain_id: number;
  /** The domain's name. */
  readonly domain_name: string;
  /** Id of its service. */
  readonly service_id: number;
  /** Whether it is switched on. */
  readonly is_enabled: 0 | 1;
  /** Whether it redirects to HTTPS. */
  readonly redirect_to_https: 0 | 1;
}

/** An attack, with the members of the manual's example. */
export interface StormwallAttack {
  /** Id of the attack. */
  readonly attack_id: string;
  /** What is attacked. */
  readonly attack_target: string;
}

/** A domain with its blacklist. */
export interface DomainRecord {
  domain: StormwallDomain;
  readonly blacklist: Set<string>;
}

/** A service of an account, with its domains and attacks. */
export interface ServiceRecord {
  readonly account: string;
  readonly service: StormwallService;
  readonly domains: Map<number, DomainRecord>;
  readonly attacks: StormwallAttack[];
}

/** Services with their domains and attacks. Services and domains share one row of ids. */
export class Objects {
  readonly #services = new Map<number, ServiceRecord>();
  readonly #seed: string;
  readonly #settings: () => V1Settings;
  #lastId = 0;

  constructor(seed: string, settings: () => V1Settings) {
    this.#seed = seed;
    this.#settings = settings;
  }

  addService(account: string, name: string): StormwallService {
    const service = { service_id: ++this.#lastId, service_name: name };
    this.#services.set(service.service_id, { account, service, domains: new Map(), attacks: [] });
    return service;
  }

  addDomain(serviceId: number, name: string): StormwallDomain {
    const domain_id = ++this.#lastId;
    const domain: StormwallDomain = {
      domain_id,
      domain_name: name,
      service_id: serviceId,
      is_enabled: 1,
      redirect_to_https: 0,
    };
    this.#known(serviceId).domains.set(domain_id, { domain, blacklist: new Set() });
    return domain;
  }

  /** Adds an attack on an address of a service. */
  addAttack(serviceId: number, target: string): StormwallAttack {
    const { attacks } = this.#known(serviceId);
    const random = createRandom(`${this.#seed}/stormwall/attack/${serviceId}/${attacks.length}`);
    const attack = { attack_id: random.hex(12).toUpperCase(), attack_target: target };
    attacks.push(attack);
    return attack;
  }

  /** Every service of every account. */
  all(): readonly ServiceRecord[] {
    return [...this.#services.values()];
  }

  /** A service, whosever it is. */
  find(id: number): ServiceRecord | undefined {
    return this.#services.get(id);
  }

  /** Puts services back as they were. Ids go on after `lastId`, or after the highest one. */
  restore(services: readonly ServiceRecord[], lastId = 0): void {
    this.#services.clear();
    this.#lastId = 0;
    for (const record of services) {
      this.#services.set(record.service.service_id, record);
      this.#lastId = Math.max(this.#lastId, lastId, record.service.service_id, ...record.domains.keys());
    }
    this.#lastId = Math.max(this.#lastId, lastId);
  }

  get lastId(): number {
    return this.#lastId;
  }

  services(account: string): StormwallService[] {
    return [...this.#services.values()]
      .filter((record) => record.account === account)
      .map(({ service }) => service);
  }

  /** A service that an account may see; refuses one that is not there, or not theirs. */
  service(account: string, id: number): ServiceRecord {
    const record = this.#services.get(id);
    if (record === undefined) return this.#missing();
    return record.account === account ? record : refuse('notYours');
  }

  /** A domain of such a service. */
  domain(account: string, serviceId: number, id: number): DomainRecord {
    return this.service(account, serviceId).domains.get(id) ?? this.#missing();
  }

  #missing(): never {
    return refuseMissing(this.#settings().missingObject);
  }

  /** For the controls: whose service it is does not matter there. */
  #known(serviceId: number): ServiceRecord {
    const record = this.#services.get(serviceId);
    if (record === undefined) throw new TypeError(`There is no service ${serviceId}.`);
    return record;
  }

  /** The blacklist of a domain, for the controls. */
  blacklist(serviceId: number, domainId: number): Set<string> {
    const record = this.#known(serviceId).domains.get(domainId);
    if (record === undefined) throw new TypeError(`Service ${serviceId} has no domain ${domainId}.`);
    return record.blacklist;
  }
}
