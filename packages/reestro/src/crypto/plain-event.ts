import type { ContentInfo, SignedFile } from '../wire/models.ts';
import { isObject } from '../wire/normal.ts';
import { CONTENT_TYPES } from '../wire/schemas.ts';
import type { CertificateFormEvent, CryptoEvent, SignEvent } from './models.ts';

// A short way past the schema of an event, which goes through each of its objects member by member: that was a third of what the whole feed
// costs. These functions make of a value what the schema makes of it, or null where anything about it is unusual: then the schema decides. A
// test holds the two together.

type Members = Record<string, unknown>;

/** The known states of a form. */
export const FORM_STATES = ['Released', 'ValidationError'] as const;
/** The known states of a signing. */
export const SIGN_STATES = ['Processed'] as const;

/** An event of the feed. */
export function plainEvent(wire: unknown): CryptoEvent | null {
  if (!isPlain(wire)) return null;
  const { eventId, eventDate, certificateId, certificateFormEvent, signEvent } = wire;
  if (typeof eventId !== 'string' || eventId === '') return null;
  if (!isTextIfAny(eventDate) || !isTextIfAny(certificateId)) return null;
  const form = ifAny(certificateFormEvent, plainForm);
  const signing = ifAny(signEvent, plainSigning);
  if (form === null || signing === null) return null;
  const event: Members = { ...wire, raw: wire };
  if (form !== undefined) event['certificateFormEvent'] = form;
  if (signing !== undefined) event['signEvent'] = signing;
  // Boundary: each member that the model names was looked at.
  return event as CryptoEvent;
}

function plainForm(wire: unknown): CertificateFormEvent | null {
  if (!isPlain(wire) || hasErrors(wire) || wire['signedFiles'] !== undefined) return null;
  if (!isKnownIfAny(FORM_STATES, wire['formState'])) return null;
  const certificate = ifAny(wire['certificate'], plainContent);
  const receipt = ifAny(wire['receipt'], plainContent);
  if (certificate === null || receipt === null) return null;
  const form: Members = { ...wire };
  if (certificate !== undefined) form['certificate'] = certificate;
  if (receipt !== undefined) form['receipt'] = receipt;
  return form;
}

function plainSigning(wire: unknown): SignEvent | null {
  if (!isPlain(wire) || hasErrors(wire)) return null;
  if (!isKnownIfAny(SIGN_STATES, wire['signState']) || !isTextIfAny(wire['signatureId'])) return null;
  const signedFiles = ifAny(wire['signedFiles'], (list) => plainList(list, plainSignedFile));
  if (signedFiles === null) return null;
  const signing: Members = { ...wire };
  if (signedFiles !== undefined) signing['signedFiles'] = signedFiles;
  return signing;
}

function plainSignedFile(wire: unknown): SignedFile | null {
  if (!isPlain(wire)) return null;
  const contentInfo = ifAny(wire['contentInfo'], plainContent);
  const signatures = ifAny(wire['signatures'], (list) => plainList(list, plainContent));
  if (contentInfo === null || signatures === null) return null;
  const file: Members = { ...wire };
  if (contentInfo !== undefined) file['contentInfo'] = contentInfo;
  if (signatures !== undefined) file['signatures'] = signatures;
  return file;
}

function plainContent(wire: unknown): ContentInfo | null {
  if (!isPlain(wire)) return null;
  const { contentId, contentType, contentName, md5 } = wire;
  const size = ifAny(wire['size'], plainSize);
  if (typeof contentId !== 'string' || !isKnownIfAny(CONTENT_TYPES, contentType)) return null;
  if (!isTextIfAny(contentName) || !isTextIfAny(md5) || size === null) return null;
  const content: Members & { contentId: string } = { ...wire, contentId };
  if (size !== undefined) content['size'] = size;
  return content;
}

function plainSize(wire: unknown): number | null {
  const size = typeof wire === 'string' && /^\d{1,15}$/.test(wire) ? Number(wire) : wire;
  return typeof size === 'number' && Number.isInteger(size) && size > 0 && size < 1e15 ? size : null;
}

function plainList<Item>(list: unknown, read: (wire: unknown) => Item | null): Item[] | null {
  if (!Array.isArray(list)) return null;
  const items: Item[] = [];
  for (const wire of list) {
    const item = read(wire);
    if (item === null) return null;
    items.push(item);
  }
  return items;
}

/** An object, and not one whose copy would get another prototype. */
function isPlain(wire: unknown): wire is Readonly<Members> {
  return isObject(wire) && !Object.hasOwn(wire, '__proto__');
}

/** Undefined where there is nothing. */
function ifAny<Read>(wire: unknown, read: (wire: unknown) => Read | null): Read | null | undefined {
  return wire === undefined ? undefined : read(wire);
}

function isTextIfAny(wire: unknown): boolean {
  return wire === undefined || typeof wire === 'string';
}

function isKnownIfAny(known: readonly unknown[], wire: unknown): boolean {
  return wire === undefined || known.includes(wire);
}

/** Errors come in many shapes. */
function hasErrors({ error, errors }: Readonly<Members>): boolean {
  return error !== undefined || errors !== undefined;
}
