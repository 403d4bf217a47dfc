import { type OperationInfo, operationList } from '@partner-apis/core/vendor';
import * as v1 from './resources/operations.ts';
import * as v2 from './v2/operations.ts';
import * as ofDomains from './v3/domain-operations.ts';
import * as v3 from './v3/operations.ts';

/** What is known of an endpoint. */
export type StormwallOperation = OperationInfo;

/** Every endpoint that a client has a method for, as data: version 1 in the order of its manual, then 2 and 3. */
export const operations: readonly StormwallOperation[] = operationList([
  v1.listServices,
  v1.getDomain,
  v1.getStats,
  v1.listDomains,
  v1.listBlacklist,
  v1.addToBlacklist,
  v1.removeFromBlacklist,
  v2.listAttacks,
  v2.listNetworkAttacks,
  v2.listSiteAttacks,
  v2.networkTraffic,
  v2.networkPercentile,
  v2.siteTraffic,
  v2.sitePercentile,
  v3.listServices,
  v3.listDomains,
  v3.createDomain,
  v3.getDomain,
  v3.deleteDomain,
  v3.listIps,
  v3.assignProtectedIps,
  ofDomains.listBackends,
  ofDomains.addBackend,
  ofDomains.removeBackend,
  ofDomains.replacePorts,
  ofDomains.getCertificate,
  ofDomains.requestCertificate,
  ofDomains.setRedirects,
  ofDomains.listDns,
]);
