import type { ApiCall, CallOptions } from '@partner-apis/core';
import type { Caller, FileDownload } from '@partner-apis/core/vendor';
import { downloading } from '../contents/downloading.ts';
import { type Conditional, type ConditionalOptions, tagged } from '../wire/conditional.ts';
import {
  createForm,
  getForm,
  listForms,
  releaseForm,
  renderForm,
  updateForm,
  verifySignatures,
} from './form-operations.ts';
import type {
  CertificateForm,
  FormChange,
  FormQuery,
  NewCertificateForm,
  SentContent,
  SignedContent,
  StatementType,
  VerifiedSignature,
} from './models.ts';

/** Certificate forms: the data that a certification authority needs to issue a certificate. */
export class Forms {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Vendor documentation, partial: creates a form. Its subjects are created first, with `entities.subjects.create`. Give an `externalId`,
   * so that a form whose creation was cut off can be found.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Kontur.Reestro documentation, crypto/methods/create-form
   */
  create(body: NewCertificateForm, options?: CallOptions): ApiCall<CertificateForm> {
    return this.#client.call(createForm, { body }, options);
  }

  /**
   * Vendor documentation, partial: finds forms, newest first. There is no further page: narrow the query.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Kontur.Reestro documentation, crypto/methods/search-certificates
   */
  list(query: FormQuery = {}, options?: CallOptions): ApiCall<CertificateForm[]> {
    return this.#client.call(listForms, { query }, options);
  }

  /**
   * Vendor documentation, partial: reads a form; with `ifNoneMatch` only when it has changed.
   *
   * @throws NotFoundError where there is no such object (404), and as every `ApiCall`.
   * @see Kontur.Reestro documentation, crypto/methods/get-form
   */
  get(formId: string, options: ConditionalOptions = {}): ApiCall<Conditional<CertificateForm>> {
    return this.#client.call(
      getForm,
      { params: { formId, ifNoneMatch: options.ifNoneMatch } },
      tagged(options),
    );
  }

  /**
   * Vendor documentation, partial: changes a form, in the states created and ValidationError only. What it answers is not documented, and
   * undefined where the body is empty.
   *
   * @throws NotFoundError where there is no such object (404), and as every `ApiCall`.
   * @see Kontur.Reestro documentation, crypto/methods/patch-form
   */
  update(formId: string, changes: readonly FormChange[], options?: CallOptions): ApiCall<unknown> {
    return this.#client.call(updateForm, { params: { formId }, body: changes }, options);
  }

  /**
   * Vendor documentation, partial: starts to issue the certificate. `contentInfo` is the scan of the signed application. The outcome comes
   * through `crypto.events`, as `Released` or `ValidationError` of the `certificateId` that is this `formId`.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Kontur.Reestro documentation, crypto/methods/release-certificate
   */
  release(formId: string, contentInfo: SentContent, options?: CallOptions): ApiCall<unknown> {
    return this.#client.call(releaseForm, { params: { formId }, body: contentInfo }, options);
  }

  /**
   * Vendor documentation, partial: the application for issue or revocation as a PDF.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Kontur.Reestro documentation, crypto/methods/render-document
   */
  render(formId: string, statementType: StatementType, options?: CallOptions): ApiCall<FileDownload> {
    return downloading(
      this.#client.call(renderForm, { params: { formId }, query: { statementType } }, options),
    );
  }
}

/** Signatures of files. */
export class Signatures {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Vendor documentation, partial: checks signatures against a file; one result for each signature.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Kontur.Reestro documentation, crypto/methods/verify
   */
  verify(content: SignedContent, options?: CallOptions): ApiCall<VerifiedSignature[]> {
    return this.#client.call(verifySignatures, { body: content }, options);
  }
}
