import { partners } from '../../../partners';

export const POST = (request: Request) => partners().receiver.fetch(request);
