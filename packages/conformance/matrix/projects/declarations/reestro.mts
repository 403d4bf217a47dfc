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
export const form = (id: string) => client.crypto.forms.get(id);
export const saved = (id: string, path: string) => client.contents.save(id, path);
export const flows = () => client.rosreestr.events.list();
export const subjects = client.entities.subjects;
export const checks = () => client.assessment.checks.list();
export const balance = () => client.billing.balance();
export const { inspection } = client;
export const events = client.inspection.events;
export const copied = (event: CryptoEvent) => ({ ...event });
