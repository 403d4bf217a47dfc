import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** How a connection stands still: what is sent into it vanishes, or is not even taken. Neither end is told. */
export type Stall = 'vanish' | 'not taken';

/** One connection through the relay. */
interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  stalled: boolean;
}

/** Passes bytes on between a client and a server, until it stops doing so without a word to either. */
export class Relay implements AsyncDisposable {
  readonly url: string;
  readonly #server: ReturnType<typeof createServer>;
  readonly #pairs = new Set<Pair>();
  /** Connections that were stalled and that the client has not given up yet. */
  readonly #held = new Set<Socket>();
  #stallAfter: { readonly bytes: number; readonly how: Stall } | undefined;
  #swallowsNew = false;
  #sent = 0;
  #stalls = 0;

  private constructor(server: ReturnType<typeof createServer>, url: string) {
    this.#server = server;
    this.url = url;
  }

  static async to(target: string): Promise<Relay> {
    const { hostname, port } = new URL(target);
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    // A server that listens on a port has an address object.
    const address = server.address() as AddressInfo;
    const relay = new Relay(server, `http://127.0.0.1:${address.port}`);
    server.on('connection', (near) => relay.#join(near, connect(Number(port), hostname)));
    return relay;
  }

  /** Connections that were stalled so far. */
  get stalls(): number {
    return this.#stalls;
  }

  /** Those of them that the client still holds open. */
  get held(): number {
    return this.#held.size;
  }

  /** Every open connection stands still from now on. New ones go through, unless `forGood`: then they are taken and lead nowhere. */
  stall(how: Stall = 'vanish', forGood = false): void {
    this.#swallowsNew = forGood;
    for (const pair of this.#pairs) this.#hold(pair, how);
  }

  /** The connection that brings it over this number of bytes, both ways together and counted from now, stands still. */
  stallAfter(bytes: number, how: Stall): void {
    this.#sent = 0;
    this.#stallAfter = { bytes, how };
  }

  /** New connections go through again; what stands still stays so, but takes what is sent, so that its end can be seen. */
  heal(): void {
    this.#swallowsNew = false;
    this.#stallAfter = undefined;
    for (const socket of this.#held) socket.resume();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { near, far } of this.#pairs) {
      near.destroy();
      far.destroy();
    }
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(near: Socket, far: Socket): void {
    const pair: Pair = { near, far, stalled: false };
    this.#pairs.add(pair);
    this.#pass(pair, near, far);
    this.#pass(pair, far, near);
    if (this.#swallowsNew) this.#hold(pair, 'vanish');
  }

  #pass(pair: Pair, from: Socket, to: Socket): void {
    from.on('error', () => undefined);
    from.on('data', (chunk: Buffer) => {
      if (pair.stalled) return;
      this.#sent += chunk.byteLength;
      if (this.#stallAfter !== undefined && this.#sent > this.#stallAfter.bytes) {
        this.#hold(pair, this.#stallAfter.how);
        this.#stallAfter = undefined;
        return;
      }
      if (to.write(chunk)) return;
      from.pause();
      to.once('drain', () => {
        if (!pair.stalled) from.resume();
      });
    });
    from.on('close', () => {
      this.#held.delete(from);
      if (pair.stalled) return;
      this.#pairs.delete(pair);
      to.destroySoon();
    });
  }

  #hold(pair: Pair, how: Stall): void {
    if (pair.stalled) return;
    pair.stalled = true;
    this.#stalls += 1;
    this.#held.add(pair.near);
    if (how === 'not taken') pair.near.pause();
    else pair.near.resume();
  }
}
