// The order of these imports matters: host-dispatcher must be evaluated before undici.
// oxfmt-ignore
import { restoreHostDispatcher } from './host-dispatcher.ts';
import { Agent, buildConnector, type Dispatcher } from 'undici';

restoreHostDispatcher();

export { Agent, buildConnector, type Dispatcher };
