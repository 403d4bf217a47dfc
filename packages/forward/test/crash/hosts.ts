import { execFileSync } from 'node:child_process';

/** A host of its own: a network namespace with one cable to this machine. */
export interface Host {
  /** What a program is run under to be on it. */
  readonly on: readonly string[];
  /** Where this machine is, as seen from it. */
  readonly address: string;
  /** Pulls the cable, and puts it back. */
  cut(): void;
  join(): void;
  remove(): void;
}

function ip(...parameters: string[]): void {
  execFileSync('ip', parameters, { stdio: 'ignore' });
}

/** Whether namespaces can be made here; says so where not. */
export function canMakeHosts(): boolean {
  try {
    ip('netns', 'add', 'fw-probe');
    ip('netns', 'del', 'fw-probe');
    return true;
  } catch {
    process.stderr.write(
      'SKIPPED: tests with hosts of their own: this machine allows no network namespaces.\n',
    );
    return false;
  }
}

/** Makes a host. `number` chooses its names and its network, 10.213.number.0. */
export function makeHost(number: number): Host {
  const [name, here, there] = [`fw-${number}`, `fw-${number}-here`, `fw-${number}-eth`];
  const address = `10.213.${number}.1`;
  ip('netns', 'add', name);
  ip('link', 'add', here, 'type', 'veth', 'peer', 'name', there);
  ip('link', 'set', there, 'netns', name);
  ip('addr', 'add', `${address}/24`, 'dev', here);
  ip('link', 'set', here, 'up');
  ip('-n', name, 'addr', 'add', `10.213.${number}.2/24`, 'dev', there);
  ip('-n', name, 'link', 'set', there, 'up');
  ip('-n', name, 'link', 'set', 'lo', 'up');
  return {
    on: ['ip', 'netns', 'exec', name],
    address,
    cut: () => ip('link', 'set', here, 'down'),
    join: () => ip('link', 'set', here, 'up'),
    remove: () => ip('netns', 'del', name),
  };
}
