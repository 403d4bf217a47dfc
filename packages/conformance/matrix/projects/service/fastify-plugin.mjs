import { partnerApis } from '@partner-apis/integrations/fastify';
import fastify from 'fastify';
import { createPartners } from './partners.mjs';

const { receiver, report } = createPartners();
const app = fastify();

await app.register(partnerApis, { receivers: { '/webhooks/asna': receiver }, healthPath: '/health' });
app.get('/report', () => report());
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => void app.close());

console.log(await app.listen({ port: 0, host: '127.0.0.1' }));
