import { createPartners } from '../partners.mjs';

const { receiver, report } = createPartners();

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    return pathname === '/report' ? Response.json(await report()) : receiver.fetch(request);
  },
};
