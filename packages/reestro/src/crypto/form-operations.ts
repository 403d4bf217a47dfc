import { defineOperation, TRANSFER_TIMEOUTS, once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { conditional, readConditional, tag } from '../wire/conditional.ts';
import { id, loose, sentContent, text } from '../wire/input.ts';
import { anyAnswer, listIn } from '../wire/schemas.ts';
import { certificateForm, verifiedSignature } from './schemas.ts';

const page = (name: string): string => `Kontur.Reestro documentation, crypto/methods/${name}`;
const params = z.lazy(() => z.strictObject({ formId: id() }));
const documents = once(() => z.optional(z.readonly(z.array(loose()))));

/** POST /certificate-forms. */
export const createForm = defineOperation({
  id: 'crypto.forms.create',
  summary: 'Create a certificate form',
  source: page('create-form'),
  evidence: 'vendor-docs',
  method: 'POST',
  path: '/realty/crypto/v2/certificate-forms',
  safety: 'unsafe',
  body: z.lazy(() =>
    z.strictObject({
      externalId: z.optional(text()),
      person: id(),
      organization: z.optional(id()),
      documents: documents(),
    }),
  ),
  response: z.lazy(certificateForm),
  uncertain: 'Look for the form with crypto.forms.list({ externalId }) before you create it again.',
});

/** GET /certificate-forms. */
export const listForms = defineOperation({
  id: 'crypto.forms.list',
  summary: 'Find certificate forms, newest first',
  source: page('search-certificates'),
  evidence: 'vendor-docs',
  method: 'GET',
  path: '/realty/crypto/v2/certificate-forms',
  safety: 'read',
  query: z.lazy(() =>
    z.strictObject({
      externalId: z.optional(text()),
      personId: z.optional(id()),
      organizationId: z.optional(id()),
    }),
  ),
  response: z.lazy(() => listIn(certificateForm(), 'certificateForms', 'forms')),
});

/** GET /certificate-forms/{formId}. */
export const getForm = defineOperation({
  id: 'crypto.forms.get',
  summary: 'Read a certificate form',
  source: page('get-form'),
  evidence: 'vendor-docs',
  method: 'GET',
  path: '/realty/crypto/v2/certificate-forms/{formId}',
  safety: 'read',
  params: z.lazy(() => z.strictObject({ formId: id(), ifNoneMatch: tag() })),
  response: z.lazy(() => conditional(certificateForm())),
  absorb: readConditional,
});

/** PATCH /certificate-forms/{formId}. */
export const updateForm = defineOperation({
  id: 'crypto.forms.update',
  summary: 'Change a certificate form that is not being issued',
  source: page('patch-form'),
  evidence: 'vendor-docs',
  method: 'PATCH',
  path: '/realty/crypto/v2/certificate-forms/{formId}',
  safety: 'unsafe',
  params,
  body: z.lazy(() =>
    z.readonly(
      z
        .array(
          z.strictObject({
            op: z.enum(['update', 'add'], "must be 'update' or 'add'"),
            path: text(),
            value: documents(),
          }),
          'must be an array of changes',
        )
        .check(z.minLength(1, 'must have at least one change')),
    ),
  ),
  response: z.lazy(() => z.unknown()),
  absorb: anyAnswer,
  uncertain: 'Read the form with crypto.forms.get() to see whether the change is there.',
});

/** POST /certificate-forms/{formId}/release. */
export const releaseForm = defineOperation({
  id: 'crypto.forms.release',
  summary: 'Start to issue the certificate of a form',
  source: page('release-certificate'),
  evidence: 'vendor-docs',
  method: 'POST',
  path: '/realty/crypto/v2/certificate-forms/{formId}/release',
  safety: 'unsafe',
  params,
  body: z.lazy(sentContent),
  response: z.lazy(() => z.unknown()),
  absorb: anyAnswer,
  uncertain:
    'Wait for the event of this form, or read it with crypto.forms.get(), before you release it again.',
});

/** GET /certificate-forms/{formId}/render. */
export const renderForm = defineOperation({
  id: 'crypto.forms.render',
  summary: 'Make a PDF of the application for issue or revocation',
  source: page('render-document'),
  evidence: 'vendor-docs',
  method: 'GET',
  path: '/realty/crypto/v2/certificate-forms/{formId}/render',
  safety: 'read',
  lane: 'transfer',
  params,
  query: z.lazy(() =>
    z.strictObject({
      statementType: z.enum(
        ['releaseStatement', 'recallStatement'],
        "must be 'releaseStatement' or 'recallStatement'",
      ),
    }),
  ),
  response: 'stream',
  timeouts: () => TRANSFER_TIMEOUTS,
});

/** POST /signatures/verify: a read, although a POST. */
export const verifySignatures = defineOperation({
  id: 'crypto.signatures.verify',
  summary: 'Check signatures against a file',
  source: page('verify'),
  evidence: 'vendor-docs',
  method: 'POST',
  path: '/realty/crypto/v2/signatures/verify',
  safety: 'read',
  body: z.lazy(() =>
    z.strictObject({
      contentInfo: sentContent(),
      signatures: z.readonly(
        z.array(sentContent()).check(z.minLength(1, 'must have at least one signature')),
      ),
    }),
  ),
  response: z.lazy(() => listIn(verifiedSignature(), 'signatures')),
});
