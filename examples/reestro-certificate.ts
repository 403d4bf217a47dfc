// The life of a certificate: a subject, a form, its application, the release, the event, the file on disk. Without REESTRO_API_KEY and
// REESTRO_ORG_ID it runs against the sandbox. Against the vendor it needs the id of a scan in the file store: SCAN_CONTENT_ID.
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  fileCursorStore,
  isCertificateRejected,
  isCertificateReleased,
  isPaymentRequiredError,
  ReestroClient,
} from '@partner-apis/reestro';
import { withReestroSandbox } from './support/reestro-sandbox.ts';

await withReestroSandbox(async (sandbox) => {
  await using reestro = ReestroClient.fromEnv();
  const folder = await mkdtemp(join(tmpdir(), 'certificate-'));

  const { subjectId } = await reestro.entities.subjects.create({
    person: { surname: 'Иванова', name: 'Анна', dateBirth: '1990-01-31', snils: '123-456-789 00' },
  });
  // Your own id of the form: with it the form is found again when its creation was cut off.
  const { formId } = await reestro.crypto.forms.create({
    externalId: `deal-${Date.now()}`,
    person: subjectId,
  });
  console.log(`form ${formId}`);

  const application = await reestro.crypto.forms.render(formId, 'releaseStatement');
  await writeFile(join(folder, 'application.pdf'), application.stream());
  console.log('the application is there to be signed');

  // The owner signs it, and its scan goes into the file store. How files are uploaded is not documented.
  const scan = sandbox?.reestro.addContent('signed and scanned').contentId ?? process.env['SCAN_CONTENT_ID'];
  if (scan === undefined) throw new Error('Set SCAN_CONTENT_ID to the id of the scan in the file store.');
  try {
    await reestro.crypto.forms.release(formId, { contentId: scan, contentType: 'pdf' });
  } catch (error) {
    if (isPaymentRequiredError(error)) console.error('The balance is used up.');
    throw error;
  }

  const feed = reestro.crypto.events.feed({
    key: 'certificates',
    store: fileCursorStore(join(folder, 'cursors.json')),
    startFrom: 'oldest',
    async handler(event) {
      if (event.certificateId !== formId) return;
      if (isCertificateReleased(event)) {
        for (const content of [event.certificateFormEvent.certificate, event.certificateFormEvent.receipt]) {
          if (content === undefined) continue;
          // An event may come again after a crash, so what is there already is replaced.
          const path = join(folder, `certificate.${content.contentType === 'cer' ? 'cer' : 'pdf'}`);
          const { size, md5 } = await reestro.contents.save(content.contentId, path, {
            md5: content.md5,
            overwrite: 'replace',
          });
          console.log(`${path}: ${size} bytes, MD5 ${md5}`);
        }
      } else if (isCertificateRejected(event)) {
        // Correct the subject or add documents with crypto.forms.update, then release the form again.
        console.error('refused:', event.certificateFormEvent.error?.[0]?.errors?.[0]?.message);
      }
      void feed.stop();
    },
  });
  await feed.run();
});
