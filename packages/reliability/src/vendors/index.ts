export { everyOperation } from './every-operation.ts';
export { type Clients, clientsOf, closeAll, type Facts, names, world } from './world.ts';
