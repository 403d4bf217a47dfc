import { styleText } from 'node:util';
import type { RecordedRequest } from '../requests/ledger.ts';

/**
 * One request in one line: time, vendor, method, path, status, milliseconds, fault. On a terminal in columns and colours; otherwise plain,
 * one space between fields and `-` for what there is not, as tools like it.
 */
export function requestLine(request: RecordedRequest, terminal: boolean): string {
  return terminal ? inColumns(request) : plain(request);
}

function plain({ at, vendor, method, path, status, durationMs = 0, fault }: RecordedRequest): string {
  return [
    new Date(at).toISOString(),
    vendor,
    method,
    path,
    status ?? '-',
    `${Math.round(durationMs)}ms`,
    fault ?? '-',
  ].join(' ');
}

function inColumns({
  at,
  vendor,
  method,
  path,
  status,
  durationMs = 0,
  fault,
  outcome,
}: RecordedRequest): string {
  const fields = [
    styleText('dim', new Date(at).toTimeString().slice(0, 8)),
    vendor.padEnd(9),
    styleText('bold', method.padEnd(6)),
    path.padEnd(48),
    styleText(colourOf(status), String(status ?? outcome).padStart(7)),
    styleText('dim', `${Math.round(durationMs)} ms`.padStart(9)),
  ];
  return [...fields, ...(fault === undefined ? [] : [styleText('magenta', `fault: ${fault}`)])].join('  ');
}

function colourOf(status: number | undefined): 'green' | 'yellow' | 'red' {
  if (status === undefined || status >= 500) return 'red';
  return status >= 400 ? 'yellow' : 'green';
}
