import { isSoftErrorsError, StormwallClient } from '@partner-apis/stormwall';

export const client = new StormwallClient({ token: 'token' });
export const { services, domains, blacklist } = client;
export const page = () => services.list();
export const domain = () => domains.get(1, 2);
export const stats = (...args: Parameters<typeof domains.stats>) => domains.stats(...args);
export const listed = (...args: Parameters<typeof blacklist.list>) => blacklist.list(...args);
export const added = (...args: Parameters<typeof blacklist.add>) => blacklist.add(...args);
export const command = () => client.command({ method: 'GET', path: '/x' });
export const list = () => client.list({ path: '/x' });
export const converted = () => client.convert({ method: 'GET', path: '/x' });
export const softErrors = (error: unknown) => (isSoftErrorsError(error) ? error.softErrors : []);
