import { partners } from '../../partners';

export const dynamic = 'force-dynamic';

export const GET = async () => Response.json(await partners().report());
