import { ConnectionError } from '@partner-apis/core';

/** What is used of a message that came back. */
export interface AmqpReturned {
  /** Its properties, of which `messageId` is read. */
  readonly properties: { readonly messageId?: unknown };
}

/** What is used of a confirm channel of amqplib. */
export interface AmqpChannelLike {
  /** Publishes a message; calls back when the broker has it. */
  publish(
    exchange: string,
    routingKey: string,
    content: Buffer,
    options: AmqpPublishOptions,
    confirmed: (error: unknown) => void,
  ): boolean;
  /** Listens for messages that no queue took, for the end of the channel, and for errors. */
  on(event: 'return', listener: (message: AmqpReturned) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  on(event: 'error', listener: (error: unknown) => void): unknown;
}

/** With what a message is published. */
export interface AmqpPublishOptions {
  /** The item's id, cut to 255 bytes. */
  readonly messageId: string;
  /** Kind of event. */
  readonly type: string;
  /** `application/json`. */
  readonly contentType: string;
  /** When the event came, in epoch seconds. */
  readonly timestamp: number;
  /** Trace context. */
  readonly headers: Record<string, string>;
  /** The broker returns it where no queue takes it. */
  readonly mandatory: true;
  /** It survives a restart of the broker. */
  readonly persistent: true;
}

/** What is used of a connection of amqplib. */
export interface AmqpConnectionLike {
  /** Opens a channel on which the broker confirms what it has. */
  createConfirmChannel(): Promise<AmqpChannelLike>;
  /** Ends the connection. */
  close(): Promise<void>;
  /** Listens for the broker's alarms, for the end of the connection, and for errors. */
  on(event: 'blocked', listener: (reason: string) => void): unknown;
  on(event: 'unblocked' | 'close', listener: () => void): unknown;
  on(event: 'error', listener: (error: unknown) => void): unknown;
}

/** A connection with one confirm channel, made when it is needed and again after it broke. */
export class AmqpConnection {
  readonly #connect: () => PromiseLike<AmqpConnectionLike>;
  readonly #returned = new Set<string>();
  readonly #onBroken = new Set<(error: unknown) => void>();
  #connection: AmqpConnectionLike | undefined;
  #channel: Promise<AmqpChannelLike> | undefined;
  #blocked: string | undefined;

  constructor(connect: () => PromiseLike<AmqpConnectionLike>) {
    this.#connect = connect;
  }

  /** Publishes one message; whether it was routed. Rejects when the broker refuses it, or when that is not known. */
  async publish(
    exchange: string,
    routingKey: string,
    content: Buffer,
    options: AmqpPublishOptions,
  ): Promise<boolean> {
    const channel = await this.open();
    const { messageId } = options;
    const confirmed = Promise.withResolvers<void>();
    const onBroken = (error: unknown): void => confirmed.reject(error);
    this.#onBroken.add(onBroken);
    this.#returned.delete(messageId);
    try {
      channel.publish(exchange, routingKey, content, options, (error) => {
        if (error === null || error === undefined) confirmed.resolve();
        else confirmed.reject(error);
      });
      await confirmed.promise;
      // The broker returns a message before it confirms it.
      return !this.#returned.delete(messageId);
    } finally {
      this.#onBroken.delete(onBroken);
    }
  }

  /** The channel; rejects while the broker takes no messages (its alarms for disk and memory). */
  open(): Promise<AmqpChannelLike> {
    if (this.#blocked !== undefined) return Promise.reject(away(`it takes no messages: ${this.#blocked}`));
    if (this.#channel === undefined) {
      const opening = this.#open();
      this.#channel = opening;
      opening.catch(() => {
        if (this.#channel === opening) this.#channel = undefined;
      });
    }
    return this.#channel;
  }

  async close(): Promise<void> {
    const connection = this.#connection;
    this.#forget(away('the sink was closed'));
    await connection?.close();
  }

  async #open(): Promise<AmqpChannelLike> {
    const connection = await this.#connect();
    this.#connection = connection;
    const broken = (error?: unknown): void => {
      if (this.#connection !== connection) return;
      this.#forget(away('its connection broke; whether messages on their way were stored is unknown', error));
      // A channel that was closed leaves its connection open.
      connection.close().catch(() => undefined);
    };
    connection.on('error', broken);
    connection.on('close', () => broken());
    connection.on('blocked', (reason) => (this.#blocked = reason));
    connection.on('unblocked', () => (this.#blocked = undefined));
    const channel = await connection.createConfirmChannel();
    channel.on('error', broken);
    channel.on('close', () => broken());
    channel.on('return', ({ properties: { messageId } }) => void this.#returned.add(String(messageId)));
    return channel;
  }

  #forget(error: unknown): void {
    this.#connection = undefined;
    this.#channel = undefined;
    this.#blocked = undefined;
    this.#returned.clear();
    for (const tell of this.#onBroken) tell(error);
  }
}

function away(what: string, cause?: unknown): ConnectionError {
  return new ConnectionError(`The AMQP broker is away: ${what}.`, 'AMQP_AWAY', {
    hint: 'The forwarder tries again by itself.',
    ...(cause !== undefined && { cause }),
  });
}
