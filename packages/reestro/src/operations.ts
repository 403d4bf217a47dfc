import type { Evidence, Method, Safety } from '@partner-apis/core';
import * as assessment from './assessment/operations.ts';
import { downloadContent } from './contents/operations.ts';
import { listEvents } from './crypto/event-operations.ts';
import * as forms from './crypto/form-operations.ts';
import * as entities from './entities/operations.ts';
import * as inspection from './inspection/operations.ts';
import * as rosreestr from './rosreestr/operations.ts';
import * as services from './services/operations.ts';

/** What is known of an endpoint. */
export interface ReestroOperation {
  /** The method of the client, which errors, logs and hooks name. */
  readonly id: string;
  readonly method: Method;
  /** Path; places in braces are filled in. */
  readonly path: string;
  /** What may happen when it is sent twice. */
  readonly safety: Safety;
  /** How well it is evidenced. */
  readonly evidence: Evidence;
  /** Where it is documented. */
  readonly source: string;
  /** What it does, in one line. */
  readonly summary: string;
}

/** An operation as it is declared. */
type Declared = Omit<ReestroOperation, 'evidence'> & { readonly evidence?: Evidence };

/** In the order of the vendor's documentation. */
const declared: readonly Declared[] = [
  listEvents,
  forms.createForm,
  forms.listForms,
  forms.getForm,
  forms.updateForm,
  forms.releaseForm,
  forms.renderForm,
  forms.verifySignatures,
  downloadContent,
  rosreestr.createDocflow,
  rosreestr.getDocflow,
  rosreestr.updateDocflow,
  rosreestr.sendDocflow,
  rosreestr.listDocflowEvents,
  rosreestr.listMonitorings,
  rosreestr.listMonitoringEvents,
  entities.createSubject,
  entities.replaceSubject,
  entities.findInn,
  entities.createRepresentative,
  entities.getRepresentative,
  entities.replaceRepresentative,
  assessment.createAssessedSubject,
  assessment.getAssessedSubject,
  assessment.createCheck,
  assessment.listChecks,
  assessment.getCheck,
  assessment.analyseChecks,
  assessment.createGroup,
  assessment.getGroup,
  assessment.listCheckEvents,
  services.findObjects,
  services.getObject,
  services.getAddress,
  services.parseAddress,
  services.getBalance,
  services.listBalanceOperations,
  services.createTask,
  inspection.listInspectionEvents,
  inspection.listInspections,
  inspection.finishRepair,
  inspection.listOwners,
  inspection.replaceOwner,
  inspection.replaceOwnerRepresentative,
  inspection.listBuildings,
  inspection.getRoom,
  inspection.createPlan,
  inspection.listElements,
  inspection.createWorker,
  inspection.getWorker,
];

/** Every endpoint that the client has a method for, as data. */
export const operations: readonly ReestroOperation[] = Object.freeze(
  declared.map(({ id, method, path, safety, evidence, source, summary }) => {
    if (evidence === undefined) throw new TypeError(`${id} does not say how well it is evidenced.`);
    return Object.freeze({ id, method, path, safety, evidence, source, summary });
  }),
);
