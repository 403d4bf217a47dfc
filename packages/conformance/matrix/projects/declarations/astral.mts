// What a library of a user's own exports: everything that the clients give back, by inference.
import { AstralClient, fetchTransport, isAstralHttpError, undiciTransport } from '@partner-apis/astral';

export const client = new AstralClient({ apiKey: 'key' });
export const { events, packets, files } = client;
export const transports = [undiciTransport(), fetchTransport()];
export const ping = () => client.ping();
export const raw = () => client.request({ method: 'GET', path: '/x' }).withResponse();
export const poll = () => events.poll({ timeout: 10 });
export const polled = async () => (await events.poll().withResponse()).response;
export const publish = () => events.publish({ code: 'a', consumer: ['b'], data: {} });
export const confirm = () => events.confirm('id');
export const stream = () => events.stream();
export const consumer = () => client.consumer().on('a', (event) => void event.data);
export const health = () => client.consumer().health();
export const upload = () => packets.upload([]);
export const packet = () => packets.get('id');
export const archive = () => packets.download('id');
export const extracted = () => packets.extract('id', 'folder');
export const file = () => files.get('packet/file');
export const download = () => files.download('packet/file');
export const saved = () => files.save('packet/file', 'path');
export const problem = (error: unknown) => (isAstralHttpError(error) ? error.body : undefined);
