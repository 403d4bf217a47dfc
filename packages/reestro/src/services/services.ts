import type { ApiCall, CallOptions } from '@partner-apis/core';
import type { Caller } from '@partner-apis/core/vendor';
import type {
  BalanceOperations,
  BalanceQuery,
  Balances,
  EstateObject,
  IdentificationTask,
  ObjectQuery,
} from './models.ts';
import {
  createTask,
  findObjects,
  getAddress,
  getBalance,
  getObject,
  listBalanceOperations,
  parseAddress,
} from './operations.ts';

/** Objects of real estate and their addresses. Calls may be paid for: a read that is repeated by itself may be charged twice. */
export class Addresses {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Vendor documentation, partial: finds objects by address. What it answers is not documented.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Kontur.Reestro documentation, object/methods/cadastre
   */
  findObjects(query: ObjectQuery, options?: CallOptions): ApiCall<unknown> {
    return this.#client.call(findObjects, { query }, options);
  }

  /**
   * Third-party evidence only: the open data of an object, paid per call. An answer without `cadastralNumber` found nothing.
   *
   * @throws NotFoundError where there is no such object (404), and as every `ApiCall`.
   * @see Programs of others
   */
  getObject(cadastralNumber: string, options?: CallOptions): ApiCall<EstateObject> {
    return this.#client.call(getObject, { params: { cadastralNumber } }, options);
  }

  /**
   * Third-party evidence only: the address of an object by its parts.
   *
   * @throws NotFoundError where there is no such object (404), and as every `ApiCall`.
   * @see Programs of others
   */
  getAddress(cadastralNumber: string, options?: CallOptions): ApiCall<unknown> {
    return this.#client.call(getAddress, { params: { cadastralNumber } }, options);
  }

  /**
   * Third-party evidence only: takes an address in words apart.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Programs of others
   */
  parse(address: string, options?: CallOptions): ApiCall<unknown> {
    return this.#client.call(parseAddress, { query: { address } }, options);
  }
}

/** Prepaid balances. */
export class Billing {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Third-party evidence only: the prepaid balances, one for each service.
   *
   * @throws AuthenticationError where the credential is refused, and as every `ApiCall`.
   * @see Programs of others
   */
  balance(options?: CallOptions): ApiCall<Balances> {
    return this.#client.call(getBalance, {}, options);
  }

  /**
   * Third-party evidence only: a page of what was booked. Go on with its `token`.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Programs of others
   */
  operations(query: BalanceQuery, options?: CallOptions): ApiCall<BalanceOperations> {
    return this.#client.call(listBalanceOperations, { query }, options);
  }
}

/** Identification of persons by courier. */
export class Identification {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Vendor documentation, partial: orders a courier. What it answers is not documented.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Kontur.Reestro documentation, identification/methods/post-tasks
   */
  createTask(body: IdentificationTask, options?: CallOptions): ApiCall<unknown> {
    return this.#client.call(createTask, { body }, options);
  }
}
