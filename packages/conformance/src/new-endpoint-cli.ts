import { newEndpoint, write } from './new-endpoint.ts';
import { root } from './workspace.ts';

const [vendor, name, method, path] = process.argv.slice(2);
if (vendor === undefined || name === undefined || method === undefined || path === undefined) {
  console.error(
    'pnpm new:endpoint VENDOR NAME METHOD PATH, such as: astral events.history GET /events/{eventId}/history',
  );
  process.exitCode = 2;
} else {
  try {
    const files = newEndpoint(root, { vendor, name, method, path });
    write(root, files);
    for (const file of files.keys()) console.log(file);
    console.log('Fill in each TODO, list the route in the sandbox, then run pnpm check and pnpm format.');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
