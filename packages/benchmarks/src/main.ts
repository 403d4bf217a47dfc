import { measure } from './measure.ts';
import { exceeded, table } from './report.ts';
import type { Outcome, Scenario } from './scenario.ts';
import { packets } from './scenarios/packets.ts';
import { validatedGet } from './scenarios/validated-get.ts';

const benchmarks: Readonly<Record<string, () => Promise<Outcome>>> = {
  'validated-get': () => perCall(validatedGet),
  packets,
};

const chosen = process.argv.slice(2);
for (const name of chosen.length > 0 ? chosen : Object.keys(benchmarks)) {
  const benchmark = benchmarks[name];
  if (benchmark === undefined) {
    throw new Error(`No benchmark named ${name}; there are: ${Object.keys(benchmarks).join(', ')}`);
  }
  const { text, complaints } = await benchmark();
  console.log(text);
  for (const complaint of complaints) console.error(complaint);
  if (complaints.length > 0) process.exitCode = 1;
}

async function perCall(scenario: Scenario): Promise<Outcome> {
  const running = await scenario.start();
  try {
    const results = await measure(scenario, running);
    const complaint = exceeded(scenario, results);
    return { text: table(scenario, results), complaints: complaint === undefined ? [] : [complaint] };
  } finally {
    await running.stop();
  }
}
