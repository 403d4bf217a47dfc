import type { Kept } from '../store/object-store.ts';
import type { Served } from '../store/served.ts';
import { samples } from '../events/event.ts';

/** Ends the issue of a certificate, when its time has come, with the event that says how. */
export function releaseLater({ state, store, organization }: Served, form: Kept): void {
  const { outcome } = state.settings;
  const { orgId } = organization;
  state.later(() => {
    const certificateFormEvent = outcome === 'success' ? released() : samples.rejected.certificateFormEvent;
    store.change(form, { formState: certificateFormEvent.formState });
    state.addEvent(orgId, { certificateId: form.id, certificateFormEvent });
  });

  function released() {
    const file = (type: string, text: string): Record<string, unknown> => {
      const { size: _, ...info } = state.addContent(orgId, Buffer.from(`${text} ${form.id}\n`), type);
      return info;
    };
    return {
      formState: 'Released',
      certificate: file('cer', 'certificate'),
      receipt: file('pdf', '%PDF-1.4 receipt'),
    };
  }
}
