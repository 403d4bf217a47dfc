import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CryptoEvent,
  isCertificateRejected,
  isCertificateReleased,
  memoryCursorStore,
  type ReestroClient,
} from '@partner-apis/reestro';
import type { Sandbox } from '@partner-apis/sandbox';
import { expect, onTestFinished, test } from 'vitest';
import { rejection } from '@partner-apis/test-kit';
import { quick } from './support/reader.ts';
import { withSandbox } from './support/reestro.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'reestro-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Steps 1 to 6 of a certificate's life: a subject, a form, its application, and the release. */
async function released(sandbox: Sandbox, reestro: ReestroClient): Promise<string> {
  const { subjectId } = await reestro.entities.subjects.create({
    externalId: 'person:1',
    person: { surname: 'Иванова', name: 'Анна', dateBirth: '1990-01-31', snils: '123-456-789 00' },
  });
  const { formId } = await reestro.crypto.forms.create({ externalId: 'deal-1:seller', person: subjectId });
  const application = await reestro.crypto.forms.render(formId, 'releaseStatement');
  expect(application.contentType).toBe('application/pdf');
  expect(await application.text()).toMatch(/^%PDF/);
  const { contentId, md5 } = sandbox.reestro.addContent('signed and scanned');
  await reestro.crypto.forms.release(formId, { contentId, contentType: 'pdf', md5 });
  return formId;
}

/** Step 7: the event of a form. */
async function eventOf(reestro: ReestroClient, formId: string): Promise<CryptoEvent> {
  let found: CryptoEvent | undefined;
  const feed = reestro.crypto.events.feed({
    key: 'certificates',
    store: memoryCursorStore(),
    startFrom: 'oldest',
    ...quick,
    handler(event) {
      if (event.certificateId !== formId) return;
      found = event;
      void feed.stop();
    },
  });
  await feed.run();
  if (found === undefined) throw new Error('The event did not come.');
  return found;
}

test('a certificate from its subject to the file on disk', async () => {
  const { sandbox, reestro } = await withSandbox();
  const formId = await released(sandbox, reestro);

  const event = await eventOf(reestro, formId);
  if (!isCertificateReleased(event)) throw new Error('The certificate was not issued.');
  const { certificate, receipt } = event.certificateFormEvent;
  const target = folder();
  for (const content of [certificate, receipt]) {
    if (content === undefined) throw new Error('A file is missing.');
    const path = join(target, `${content.contentType}`);
    const saved = await reestro.contents.save(content.contentId, path, { md5: content.md5 });
    expect(saved.md5).toBe(content.md5?.toLowerCase());
    expect(createHash('md5').update(readFileSync(path)).digest('hex')).toBe(saved.md5);
  }
  expect(readdirSync(target).toSorted()).toEqual(['cer', 'pdf']);
  expect(
    (await reestro.crypto.forms.list({ externalId: 'deal-1:seller' })).map((form) => form.formId),
  ).toEqual([formId]);
  // After the issue the form cannot be changed, and the other application exists.
  const late = await rejection(reestro.crypto.forms.update(formId, [{ op: 'update', path: 'person' }]));
  expect(late).toMatchObject({ code: 'BAD_REQUEST' });
  const recall = await reestro.crypto.forms.render(formId, 'recallStatement');
  expect((await recall.bytes()).byteLength).toBeGreaterThan(0);
});

test('a certificate whose data do not pass is corrected and released again', async () => {
  const { sandbox, reestro } = await withSandbox();
  sandbox.reestro.outcome = 'failure';
  const formId = await released(sandbox, reestro);
  const event = await eventOf(reestro, formId);
  if (!isCertificateRejected(event)) throw new Error('The form was not refused.');
  expect(event.certificateFormEvent.error?.[0]?.errors?.[0]?.code).toBe('SmevValidationError');

  sandbox.reestro.outcome = 'success';
  await reestro.crypto.forms.update(formId, [{ op: 'add', path: 'documents', value: [{ type: 'snils' }] }]);
  const { contentId } = sandbox.reestro.addContent('signed again');
  await reestro.crypto.forms.release(formId, { contentId });
  const feed = reestro.crypto.events.feed({
    key: 'second',
    store: memoryCursorStore(),
    startFrom: { afterEventId: event.eventId },
    ...quick,
    handler(next) {
      expect(isCertificateReleased(next)).toBe(true);
      void feed.stop();
    },
  });
  await feed.run();
  expect(feed.health().handled).toBe(1);
});

test('a form is read again only when it has changed', async () => {
  const { reestro } = await withSandbox();
  const { subjectId } = await reestro.entities.subjects.create({ person: { surname: 'Петров' } });
  const { formId } = await reestro.crypto.forms.create({ person: subjectId });
  const first = await reestro.crypto.forms.get(formId);
  if (!first.modified) throw new Error('There was no tag.');
  // An id in what is sent, an object in answers.
  expect(first.data.person).toMatchObject({ subject: { subjectId, person: { surname: 'Петров' } } });
  const same = await reestro.crypto.forms.get(formId, { ifNoneMatch: first.etag });
  expect(same).toEqual({ modified: false, etag: first.etag });
  await reestro.crypto.forms.update(formId, [{ op: 'update', path: 'person' }]);
  const changed = await reestro.crypto.forms.get(formId, { ifNoneMatch: first.etag });
  expect(changed).toMatchObject({ modified: true, data: { formId } });
});
