import type {
  AssessedSubject,
  Balances,
  BalanceOperations,
  CertificateForm,
  CertificateFormEvent,
  Check,
  CheckGroup,
  CheckProgress,
  ContentInfo,
  Docflow,
  EstateObject,
  FeedEvent,
  FormOwner,
  Inspection,
  InspectionEvent,
  InspectionItem,
  ObjectExtract,
  Representative,
  SignedFile,
  SignEvent,
  Subject,
  VerifiedSignature,
  Worker,
} from '@partner-apis/reestro';
import { expectTypeOf } from 'vitest';
import type { z } from 'zod';
import type * as assessment from '../src/assessment/schemas.ts';
import type * as crypto from '../src/crypto/schemas.ts';
import type * as entities from '../src/entities/operations.ts';
import type { feedEvent } from '../src/events/feed-event.ts';
import type * as inspection from '../src/inspection/schemas.ts';
import type * as rosreestr from '../src/rosreestr/schemas.ts';
import type * as services from '../src/services/operations.ts';
import type * as wire from '../src/wire/schemas.ts';

// Checked by the compiler, never run: what is documented is what the schemas let through, no more and no less.
expectTypeOf<z.output<typeof wire.contentInfo>>().toEqualTypeOf<ContentInfo>();
expectTypeOf<z.output<typeof wire.signedFile>>().toEqualTypeOf<SignedFile>();
expectTypeOf<z.output<typeof crypto.certificateFormEvent>>().toEqualTypeOf<CertificateFormEvent>();
expectTypeOf<z.output<typeof crypto.signEvent>>().toEqualTypeOf<SignEvent>();
expectTypeOf<z.output<typeof crypto.formOwner>>().toEqualTypeOf<FormOwner>();
expectTypeOf<z.output<typeof crypto.certificateForm>>().toEqualTypeOf<CertificateForm>();
expectTypeOf<z.output<typeof crypto.verifiedSignature>>().toEqualTypeOf<VerifiedSignature>();
expectTypeOf<z.output<typeof feedEvent>>().toEqualTypeOf<FeedEvent>();
expectTypeOf<z.output<typeof rosreestr.objectExtract>>().toEqualTypeOf<ObjectExtract>();
expectTypeOf<z.output<typeof rosreestr.docflow>>().toEqualTypeOf<Docflow>();
expectTypeOf<z.output<typeof entities.subject>>().toEqualTypeOf<Subject>();
expectTypeOf<z.output<typeof entities.representative>>().toEqualTypeOf<Representative>();
expectTypeOf<z.output<typeof assessment.assessedSubject>>().toEqualTypeOf<AssessedSubject>();
expectTypeOf<z.output<typeof assessment.checkSchema>>().toEqualTypeOf<Check>();
expectTypeOf<z.output<typeof assessment.checkProgress>>().toEqualTypeOf<CheckProgress>();
expectTypeOf<z.output<typeof assessment.checkGroup>>().toEqualTypeOf<CheckGroup>();
expectTypeOf<z.output<typeof services.estateObject>>().toEqualTypeOf<EstateObject>();
expectTypeOf<z.output<typeof services.balances>>().toEqualTypeOf<Balances>();
expectTypeOf<z.output<typeof services.balanceOperations>>().toEqualTypeOf<BalanceOperations>();
expectTypeOf<z.output<typeof inspection.item>>().toEqualTypeOf<InspectionItem>();
expectTypeOf<z.output<typeof inspection.inspection>>().toEqualTypeOf<Inspection>();
expectTypeOf<z.output<typeof inspection.workerItem>>().toEqualTypeOf<Worker>();
expectTypeOf<z.output<typeof inspection.inspectionEvent>>().toEqualTypeOf<InspectionEvent>();
