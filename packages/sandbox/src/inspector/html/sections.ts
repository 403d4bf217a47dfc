import { faultKinds } from '../../faults/fault.ts';
import { form, rowButton } from './forms.ts';
import { html, table } from './html.ts';
import { number, text, type Section } from './section.ts';
import { vendorSections } from './vendor-sections.ts';

const faults: Section = {
  id: 'faults',
  title: 'Faults',
  live: (state) =>
    table(
      'Injected faults',
      ['Vendor', 'Operation', 'Kind', 'Hits', 'Of', 'End'],
      state.faults.map(({ id, vendor, operation, kind, met, times }) => [
        vendor,
        operation ?? 'all',
        kind,
        met,
        times ?? 'no end',
        rowButton('remove-fault', 'id', id, 'Remove', `${kind} of ${vendor}`, 'faults'),
      ]),
    ),
  forms: form(
    'inject-fault',
    'Inject fault',
    [
      text('vendor', 'Vendor', { options: ['astral', 'stormwall', 'asna', 'reestro'] }),
      text('operation', 'Operation'),
      text('kind', 'Kind', { options: faultKinds }),
      number('times', 'Times'),
      number('probability', 'Probability'),
      number('status', 'Status'),
      number('retryAfter', 'Retry-After (s)'),
      number('delayMs', 'Delay (ms)'),
    ],
    'faults',
  ),
};

const clock: Section = {
  id: 'clock',
  title: 'Clock',
  live: ({ now }) =>
    html`<p>
      The sandbox’s time is <time datetime="${now}">${now.replace('T', ' ').replace('Z', ' UTC')}</time>.
    </p>`,
  forms: html`${form(
      'advance',
      'Advance',
      [
        number('amount', 'By', '10'),
        text('unit', 'Unit', { options: ['minutes', 'seconds', 'hours', 'days', 'milliseconds'] }),
      ],
      'clock',
    )}
    ${form('reset', 'Reset', [], 'clock')}
    <p><a href="/api/scenario" download="scenario.json">Save this state as a scenario</a></p>`,
};

/** The sections below the requests, in the order of the navigation. */
export const sections: readonly Section[] = [...vendorSections, faults, clock];
