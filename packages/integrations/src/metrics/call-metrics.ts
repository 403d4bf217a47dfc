import { type Hooks, isPartnerApiError } from '@partner-apis/core';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Hooks that count what clients send. Labels hold operation ids and codes only: nothing that a caller or a vendor may write at will. */
export function callMetrics(register: Registry, prefix: string, buckets: number[]): Hooks {
  const registers = [register];
  const duration = new Histogram({
    name: `${prefix}call_duration_seconds`,
    help: 'Calls until they were done or failed, retries and waits included; outcome is ok or the code of the error',
    labelNames: ['vendor', 'operation', 'outcome'],
    buckets,
    registers,
  });
  const running = new Gauge({
    name: `${prefix}calls_in_flight`,
    help: 'Calls under way',
    labelNames: ['vendor', 'operation'],
    registers,
  });
  const attempts = new Counter({
    name: `${prefix}attempts_total`,
    help: 'Requests that went out; result is the HTTP status or the code of the error',
    labelNames: ['vendor', 'operation', 'result'],
    registers,
  });
  return {
    async call({ vendor, operation }, next) {
      const started = performance.now();
      const settled = (outcome: string) => {
        running.dec({ vendor, operation });
        duration.observe({ vendor, operation, outcome }, (performance.now() - started) / 1_000);
      };
      running.inc({ vendor, operation });
      try {
        const result = await next();
        settled('ok');
        return result;
      } catch (error) {
        settled(codeOf(error));
        throw error;
      }
    },
    async attempt({ vendor, operation }, next) {
      try {
        const result = await next();
        attempts.inc({ vendor, operation, result: String(result.status) });
        return result;
      } catch (error) {
        attempts.inc({ vendor, operation, result: codeOf(error) });
        throw error;
      }
    },
  };
}

/** The stable code of an error of the SDK; `error` for any other, whose code may be anything. */
function codeOf(error: unknown): string {
  return isPartnerApiError(error) ? error.code : 'error';
}
