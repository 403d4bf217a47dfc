// The order of these imports matters: the check of the Node.js version and host-dispatcher must be evaluated before undici.
// oxfmt-ignore
import '../../node-version.ts';
import { restoreHostDispatcher } from './host-dispatcher.ts';
import { Agent, buildConnector, type Dispatcher } from 'undici';
// As a whole too: a runtime whose undici is a shell may lack what only a proxy needs.
import * as undici from 'undici';

restoreHostDispatcher();

export { Agent, buildConnector, type Dispatcher, undici };
