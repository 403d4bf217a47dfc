import express from 'express';
import { createPartners } from './partners.mjs';

const { receiver, report } = createPartners();
const app = express();

// Before any body parser: what is signed are the bytes as they came.
app.use('/webhooks/asna', receiver.express());
app.use(express.json());
app.get('/report', (_request, response, next) => {
  report().then((found) => response.json(found), next);
});

const server = app.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
