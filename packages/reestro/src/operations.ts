import { type OperationInfo, operationList } from '@partner-apis/core/vendor';
import * as assessment from './assessment/operations.ts';
import { downloadContent } from './contents/operations.ts';
import { listEvents } from './crypto/event-operations.ts';
import * as forms from './crypto/form-operations.ts';
import * as entities from './entities/operations.ts';
import * as inspection from './inspection/operations.ts';
import * as rosreestr from './rosreestr/operations.ts';
import * as services from './services/operations.ts';

/** What is known of an endpoint. */
export type ReestroOperation = OperationInfo;

/** Every endpoint that the client has a method for, as data, in the order of the vendor's documentation. */
export const operations: readonly ReestroOperation[] = operationList([
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
]);
