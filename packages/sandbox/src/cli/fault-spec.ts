import type { FaultSpec } from '../faults/fault.ts';
import { UsageError } from './usage-error.ts';

const FORM = 'vendor[.operation]:kind[,times=N][,probability=P][,status=N][,retryAfter=N]';

const NUMBERS = ['times', 'probability', 'status', 'retryAfter'];

/** A fault out of the text of `--fault`, read for its form only: whether there is such a vendor, the sandbox says. */
export function readFaultSpec(text: string): FaultSpec {
  const [, vendor, operation, kind, rest = ''] =
    /^([a-z]+)(?:\.([\w.]+))?:([a-z-]+)((?:,[^,]*)*)$/i.exec(text) ?? [];
  if (vendor === undefined || kind === undefined)
    throw new UsageError(`--fault takes ${FORM}, not '${text}'.`);
  const details = rest
    .split(',')
    .slice(1)
    .map((pair) => readDetail(text, pair));
  const spec = {
    vendor,
    ...(operation !== undefined && { operation }),
    kind,
    ...Object.fromEntries(details),
  };
  // Boundary: `faults.inject` checks every member.
  return spec as FaultSpec;
}

function readDetail(text: string, pair: string): [string, number] {
  const [, name = '', value = ''] = /^(\w+)=(\d+(?:\.\d+)?)$/.exec(pair) ?? [];
  if (!NUMBERS.includes(name))
    throw new UsageError(
      `--fault ${text}: '${pair}' is none of ${NUMBERS.map((known) => `${known}=N`).join(', ')}.`,
    );
  return [name, Number(value)];
}
