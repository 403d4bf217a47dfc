import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createPartners } from './partners.mjs';

const { receiver, report } = createPartners();
const app = new Hono();

app.post('/webhooks/asna', (c) => receiver.fetch(c.req.raw));
app.get('/report', async (c) => c.json(await report()));

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
  console.log(`http://127.0.0.1:${port}`);
});
