import * as z from 'zod';

/** An event as the feed hands it out (manual, answer 200): what it is shows in which member it has. */
export interface ReestroEvent {
  /** Id of the event. */
  readonly eventId: string;
  /** ISO 8601 with six digits after the second. */
  readonly eventDate: string;
  /** The certificate, or the form that it is issued on. */
  readonly certificateId?: string;
  readonly [member: string]: unknown;
}

/** An event to add: ids and date are made up where they are missing, every other member is kept as it is. */
export interface ReestroEventDraft {
  /** Id of the event. Default: a new one. */
  eventId?: string | undefined;
  /** ISO 8601 with six digits after the second. Default: now. It does not decide how long the event is kept. */
  eventDate?: string | undefined;
  /** The certificate, or the form that it is issued on. Default: a new one. */
  certificateId?: string | undefined;
  /** What happened to a form. */
  certificateFormEvent?: unknown;
  /** What became of a signing. */
  signEvent?: unknown;
  [member: string]: unknown;
}

/** The schema of a draft. */
export const draftSchema = z.looseObject({
  eventId: z.string().min(1).optional(),
  eventDate: z.string().min(1).optional(),
  certificateId: z.string().min(1).optional(),
});

const receipt = {
  contentId: '3a8cf2b8-ee9e-47ca-9ff9-75efced2d52e',
  contentType: 'pdf',
  md5: '7E0D44C48AF788657EA6F5C4C87589E8',
};

/** The manual's three examples, member for member; ids and dates of the events themselves are those of the feed. */
export const samples = {
  released: {
    certificateFormEvent: {
      formState: 'Released',
      certificate: {
        contentId: 'cb351abb-36fb-43be-9194-639be38b5617',
        contentType: 'cer',
        md5: 'F7415E33F972C03ABD4F3FED36748F7A',
      },
      receipt,
    },
  },
  rejected: {
    certificateFormEvent: {
      formState: 'ValidationError',
      error: [
        {
          code: 'Validation',
          message: "can't validate form data",
          target: 'cryptoAPI',
          // An object here, an array in the answer 400: both are the manual's.
          errors: {
            code: 'SmevValidationError',
            message: 'СНИЛС не соответствует данным',
            target: 'cryptoAPI',
          },
        },
      ],
    },
  },
  signed: {
    signEvent: {
      signatureId: '3aad391b-6995-4074-a2ff-46c7a1dd234e',
      signState: 'Processed',
      // One object under a plural name, as in the manual.
      signedFiles: {
        contentInfo: { ...receipt, contentName: 'Договор купли-продажи' },
        signatures: [
          {
            contentId: 'c6780dbc-126b-44f6-9f7b-7422609d8ebb',
            contentType: 'sig',
            md5: 'F7415E33F972C03ABD4F3FED36748F7A',
          },
        ],
      },
    },
  },
} as const;

/** Name of one of the manual's examples. */
export type SampleName = keyof typeof samples;
