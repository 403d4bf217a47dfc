// The order of these imports matters: host-dispatcher must be evaluated before undici.
// oxfmt-ignore
import { restoreHostDispatcher } from './host-dispatcher.ts';
import { Agent, type Dispatcher } from 'undici';

restoreHostDispatcher();

export { Agent, type Dispatcher };
