import { describe, expect, test } from 'vitest';
import { cursorScenarios } from './cursor-scenarios.ts';
import { failureScenarios } from './failure-scenarios.ts';
import { gapScenarios } from './gap-scenarios.ts';
import { handlerScenarios } from './handler-scenarios.ts';
import { pageScenarios } from './page-scenarios.ts';
import { Runner } from './runner.ts';

const groups = {
  cursor: cursorScenarios,
  pages: pageScenarios,
  failures: failureScenarios,
  gaps: gapScenarios,
  handlers: handlerScenarios,
};

describe.each(Object.entries(groups))('%s', (_, scenarios) => {
  test.each(scenarios.map((scenario) => [scenario.name, scenario.catches, scenario] as const))(
    '%s (finds: %s)',
    async (_name, _catches, scenario) => {
      expect.hasAssertions();
      await new Runner(scenario).play();
    },
  );
});
