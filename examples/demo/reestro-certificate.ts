import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ContentInfo,
  isCertificateReleased,
  isContentMismatchError,
  memoryCursorStore,
  ReestroClient,
} from '@partner-apis/reestro';
import type { Scene } from './stage.ts';

/** A certificate from its subject to the file on disk, with the checksum that was announced. */
export const reestroCertificate: Scene = {
  title: 'Kontur.Reestro: the life of a certificate',
  async play({ sandbox, server, show, check }) {
    await using reestro = new ReestroClient({ ...server.credentials.reestro, baseUrl: server.urls.reestro });
    const folder = await mkdtemp(join(tmpdir(), 'demo-'));
    try {
      const { subjectId } = await reestro.entities.subjects.create({ person: { surname: 'Иванова' } });
      const { formId } = await reestro.crypto.forms.create({ person: subjectId });
      const read = await reestro.crypto.forms.get(formId);
      const again = await reestro.crypto.forms.get(formId, { ifNoneMatch: read.etag });
      check('a form that has not changed is not sent again', !again.modified, 'If-None-Match, 304');

      const application = await reestro.crypto.forms.render(formId, 'releaseStatement');
      show('the application to sign', `${(await application.bytes()).byteLength} bytes of PDF`);
      const { contentId } = sandbox.reestro.addContent('signed and scanned');
      await reestro.crypto.forms.release(formId, { contentId });

      let certificate: ContentInfo | undefined;
      const feed = reestro.crypto.events.feed({
        key: 'one certificate',
        store: memoryCursorStore(),
        startFrom: 'oldest',
        idleMs: { min: 10, max: 50 },
        handler(event) {
          if (event.certificateId !== formId || !isCertificateReleased(event)) return;
          ({ certificate } = event.certificateFormEvent);
          void feed.stop();
        },
      });
      await feed.run();
      check('the event says that it was issued', certificate !== undefined, certificate?.contentId);

      const { contentId: id = '', md5 } = certificate ?? {};
      const wrong: unknown = await reestro.contents
        .save(id, join(folder, 'wrong.cer'), { md5: '0'.repeat(32) })
        .catch((error: unknown) => error);
      const left = await readdir(folder);
      check(
        'another file than was announced leaves nothing',
        isContentMismatchError(wrong) && left.length === 0,
        'ContentMismatchError',
      );
      const saved = await reestro.contents.save(id, join(folder, 'a.cer'), { md5 });
      check('the certificate is on the disk, its MD5 checked', saved.md5 === md5?.toLowerCase(), saved.md5);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
