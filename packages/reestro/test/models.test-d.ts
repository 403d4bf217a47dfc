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
expectTypeOf<z.output<ReturnType<typeof wire.contentInfo>>>().toEqualTypeOf<ContentInfo>();
expectTypeOf<z.output<ReturnType<typeof wire.signedFile>>>().toEqualTypeOf<SignedFile>();
expectTypeOf<
  z.output<ReturnType<typeof crypto.certificateFormEvent>>
>().toEqualTypeOf<CertificateFormEvent>();
expectTypeOf<z.output<ReturnType<typeof crypto.signEvent>>>().toEqualTypeOf<SignEvent>();
expectTypeOf<z.output<ReturnType<typeof crypto.formOwner>>>().toEqualTypeOf<FormOwner>();
expectTypeOf<z.output<ReturnType<typeof crypto.certificateForm>>>().toEqualTypeOf<CertificateForm>();
expectTypeOf<z.output<ReturnType<typeof crypto.verifiedSignature>>>().toEqualTypeOf<VerifiedSignature>();
expectTypeOf<z.output<ReturnType<typeof feedEvent>>>().toEqualTypeOf<FeedEvent>();
expectTypeOf<z.output<ReturnType<typeof rosreestr.objectExtract>>>().toEqualTypeOf<ObjectExtract>();
expectTypeOf<z.output<ReturnType<typeof rosreestr.docflow>>>().toEqualTypeOf<Docflow>();
expectTypeOf<z.output<typeof entities.subject>>().toEqualTypeOf<Subject>();
expectTypeOf<z.output<typeof entities.representative>>().toEqualTypeOf<Representative>();
expectTypeOf<z.output<typeof assessment.assessedSubject>>().toEqualTypeOf<AssessedSubject>();
expectTypeOf<z.output<ReturnType<typeof assessment.checkSchema>>>().toEqualTypeOf<Check>();
expectTypeOf<z.output<ReturnType<typeof assessment.checkProgress>>>().toEqualTypeOf<CheckProgress>();
expectTypeOf<z.output<typeof assessment.checkGroup>>().toEqualTypeOf<CheckGroup>();
expectTypeOf<z.output<typeof services.estateObject>>().toEqualTypeOf<EstateObject>();
expectTypeOf<z.output<typeof services.balances>>().toEqualTypeOf<Balances>();
expectTypeOf<z.output<typeof services.balanceOperations>>().toEqualTypeOf<BalanceOperations>();
expectTypeOf<z.output<ReturnType<typeof inspection.item>>>().toEqualTypeOf<InspectionItem>();
expectTypeOf<z.output<ReturnType<typeof inspection.inspection>>>().toEqualTypeOf<Inspection>();
expectTypeOf<z.output<ReturnType<typeof inspection.workerItem>>>().toEqualTypeOf<Worker>();
expectTypeOf<z.output<ReturnType<typeof inspection.inspectionEvent>>>().toEqualTypeOf<InspectionEvent>();
