import { measure, type Result } from './measure.ts';
import { exceeded, table } from './report.ts';
import type { Scenario } from './scenario.ts';
import { validatedGet } from './scenarios/validated-get.ts';

const scenarios: Readonly<Record<string, Scenario>> = { 'validated-get': validatedGet };

const chosen = process.argv.slice(2);
for (const name of chosen.length > 0 ? chosen : Object.keys(scenarios)) {
  const scenario = scenarios[name];
  if (scenario === undefined) {
    throw new Error(`No benchmark named ${name}; there are: ${Object.keys(scenarios).join(', ')}`);
  }
  const results = await runOne(scenario);
  console.log(table(scenario, results));
  const complaint = exceeded(scenario, results);
  if (complaint !== undefined) {
    console.error(complaint);
    process.exitCode = 1;
  }
}

async function runOne(scenario: Scenario): Promise<Result[]> {
  const running = await scenario.start();
  try {
    return await measure(scenario, running);
  } finally {
    await running.stop();
  }
}
