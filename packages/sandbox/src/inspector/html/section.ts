import type { InspectorState } from '../watch.ts';
import type { Field } from './forms.ts';
import type { Html } from './html.ts';

/** A section of the page: what its state is, and what can be done. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly live: (state: InspectorState) => Html;
  readonly forms: Html;
}

/** A field for a text, or a choice. */
export const text = (name: string, label: string, more: Partial<Field> = {}): Field => ({
  name,
  label,
  ...more,
});
/** A field for a number. */
export const number = (name: string, label: string, value = ''): Field => ({
  name,
  label,
  type: 'number',
  value,
});
