import type { CallOptions } from '@partner-apis/core';
import type { Facts } from './world.ts';

/** Calls an operation once, and reads what it answers to the end. A poll takes its limits here: those of a client are not for it. */
export type Call = (options?: CallOptions) => PromiseLike<unknown>;

/** How each operation of a client is called with arguments that are good, by its id; what it needs is made before. */
export type Calls<Client> = Readonly<Record<string, (client: Client, facts: Facts) => Call | Promise<Call>>>;
