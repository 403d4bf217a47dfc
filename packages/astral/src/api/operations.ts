import { type OperationInfo, operationList } from '@partner-apis/core/vendor';
import { confirmEvents, getEvent, pollEvents, probeTunnel, publishEvents } from './event-operations.ts';
import {
  deleteFile,
  downloadFile,
  downloadPacket,
  getFile,
  getPacket,
  uploadPacket,
} from './file-operations.ts';

/** What is known of an endpoint. */
export type AstralOperation = OperationInfo;

/** Every endpoint that the client has a method for, as data, in the order of the vendor's manual. */
export const operations: readonly AstralOperation[] = operationList([
  probeTunnel,
  publishEvents,
  pollEvents,
  getEvent,
  confirmEvents,
  uploadPacket,
  downloadPacket,
  getPacket,
  downloadFile,
  deleteFile,
  getFile,
]);
