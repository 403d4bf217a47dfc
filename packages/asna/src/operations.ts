import { type OperationInfo, operationList } from '@partner-apis/core/vendor';
import { getMessageStatus } from './messages/message-operations.ts';
import { pullOrders, pushOrders } from './orders/order-operations.ts';
import { getAssortment, listGoods, listGoodsLinks, listStores } from './references/reference-operations.ts';
import { validatePayload } from './schemas/schema-operations.ts';
import { getPreorders, replacePreorders, updatePreorders } from './stocks/preorder-operations.ts';
import { getStocks, replaceStocks, updateStocks } from './stocks/stock-operations.ts';
import {
  createSubscription,
  deleteSubscription,
  updateSubscription,
} from './webhooks/subscription-operations.ts';
import { getWebhookKey } from './webhooks/webhook-operations.ts';

/** What is known of an endpoint. */
export type AsnaOperation = OperationInfo;

/** Every endpoint that the client has a method for, as data: those of the manual in its order, then the others. */
export const operations: readonly AsnaOperation[] = operationList([
  getWebhookKey,
  createSubscription,
  updateSubscription,
  deleteSubscription,
  getMessageStatus,
  validatePayload,
  getStocks,
  replaceStocks,
  updateStocks,
  getPreorders,
  replacePreorders,
  updatePreorders,
  pullOrders,
  pushOrders,
  listStores,
  listGoods,
  listGoodsLinks,
  getAssortment,
]);
