/**
 * The sandbox as the platform of the packet benchmarks, in a process of its own. Its archives are not compressed: they are made while they
 * are sent, and with compression it would be the sandbox that is measured.
 */
import { createSandbox } from '@partner-apis/sandbox';

const sandbox = createSandbox();
sandbox.astral.archive = { compression: 0 };
const { urls, credentials } = await sandbox.listen({ port: 0 });
process.on('message', () => process.send?.(credentials.astral.apiKey));
process.send?.(new URL(urls.astral).port);
process.on('disconnect', () => process.exit());
