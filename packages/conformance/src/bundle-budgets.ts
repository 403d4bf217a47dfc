import type { Bundling } from './bundle.ts';

/** What a bundle may weigh that a program makes of one import, minified by esbuild and packed by gzip. */
export interface BundleBudget extends Bundling {
  /** Its row in docs/bundles.md begins with it. */
  readonly label: string;
  /** Thousands of bytes. */
  readonly limitKb: number;
}

function one(from: string, name: string, limitKb: number): BundleBudget {
  return { label: `\`${name}\``, from, name, without: [], limitKb };
}

/** What the start of a program with a client loads, and the same without undici and zod. */
function client(from: string, name: string, wholeKb: number, ownKb: number): BundleBudget[] {
  const start = { ...one(from, name, wholeKb), split: true };
  return [start, { ...start, without: ['undici', 'zod'], limitKb: ownKb }];
}

/** The same, where a bundler puts what is loaded later into the same file. */
function inOneFile(from: string, name: string, wholeKb: number, ownKb: number): BundleBudget[] {
  const label = `\`${name}\`, all in one file`;
  return client(from, name, wholeKb, ownKb).map((budget) => ({ ...budget, label, split: false }));
}

/**
 * Of a whole client, undici is 234 to 236 KB, of which a bundler can leave out nothing, and zod 9 to 12: the schemas are of `zod/mini`. Of ours,
 * what every client is made of is 29 KB: transports, retry, deadlines, errors with their advice, redaction; a durable feed adds 2, and 5 that are
 * loaded with the first reader, files on the disk 1 and 4, ASNA's tokens 5 (oauth4webapi). The short way of Kontur.Reestro's events past their schema is 1 KB. A limit
 * lies a few per cent over what was measured when it was set; raise one only for what users get for it.
 */
export const bundleBudgets: readonly BundleBudget[] = [
  one('@partner-apis/astral', 'isTimeoutError', 0.5),
  one('@partner-apis/stormwall', 'flag', 0.3),
  one('@partner-apis/asna', 'verifyWebhook', 4),
  one('@partner-apis/asna', 'createWebhookReceiver', 17),
  ...client('@partner-apis/astral', 'AstralClient', 295, 50),
  ...inOneFile('@partner-apis/astral', 'AstralClient', 314, 68),
  ...client('@partner-apis/stormwall', 'StormwallClient', 285, 37),
  ...client('@partner-apis/stormwall', 'StormwallV2Client', 284, 35),
  ...client('@partner-apis/stormwall', 'StormwallV3Client', 286, 38),
  ...client('@partner-apis/asna', 'AsnaClient', 300, 55),
  ...inOneFile('@partner-apis/asna', 'AsnaClient', 303, 58),
  ...client('@partner-apis/reestro', 'ReestroClient', 296, 50),
  ...inOneFile('@partner-apis/reestro', 'ReestroClient', 304, 57),
];
