import {
  fileCursorStore,
  isCertificateReleased,
  memoryCursorStore,
  ReestroClient,
  type CryptoEvent,
} from '@partner-apis/reestro';

export const client = new ReestroClient({ apiKey: 'key', orgId: 'org' });
export const { crypto } = client;
export const page = () => crypto.events.list();
export const first = async () => (await crypto.events.list()).events[0];
export const all = () => crypto.events.iterate();
export const feed = () =>
  crypto.events.feed({ key: 'k', store: memoryCursorStore(), startFrom: 'oldest', handler: () => {} });
export const health = () => feed().health();
export const store = fileCursorStore('cursors.json');
export const certificate = (event: CryptoEvent) =>
  isCertificateReleased(event) ? event.certificateFormEvent.certificate : undefined;
export const copied = (event: CryptoEvent) => ({ ...event });
