// The same packages by the CommonJS syntax of TypeScript.
import asna = require('@partner-apis/asna');
import astral = require('@partner-apis/astral');
import core = require('@partner-apis/core');
import har = require('@partner-apis/core/har');
import forward = require('@partner-apis/forward');
import reestro = require('@partner-apis/reestro');
import stormwall = require('@partner-apis/stormwall');

export const clients: {
  astral: astral.AstralClient;
  asna: asna.AsnaClient;
  reestro: reestro.ReestroClient;
  stormwall: stormwall.StormwallClient;
} = {
  astral: new astral.AstralClient({ apiKey: 'key' }),
  asna: new asna.AsnaClient({ token: 'token' }),
  reestro: new reestro.ReestroClient({ apiKey: 'key', orgId: 'org' }),
  stormwall: new stormwall.StormwallClient({ token: 'token' }),
};

export function phaseOf(error: unknown): core.TimeoutPhase | undefined {
  return core.isTimeoutError(error) ? error.phase : undefined;
}

export async function publish(): Promise<boolean> {
  const { partial } = await clients.astral.events.publish({ code: 'a', consumer: ['b'], data: {} });
  return partial;
}
export const replayed = har.replayHar('calls.har');
export const lock: forward.Lock = forward.memoryLock();
