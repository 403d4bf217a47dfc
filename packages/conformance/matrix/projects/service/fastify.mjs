import fastify from 'fastify';
import { createPartners } from './partners.mjs';

const { receiver, report } = createPartners();
const app = fastify();

await app.register(receiver.fastify, { prefix: '/webhooks/asna' });
app.get('/report', () => report());

console.log(await app.listen({ port: 0, host: '127.0.0.1' }));
