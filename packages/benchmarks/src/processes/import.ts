/** Imports packages in a process of its own, and tells how long that took. */
const cpuBefore = process.cpuUsage();
const before = performance.now();
for (const name of process.argv.slice(2)) await import(name);
const wall = (performance.now() - before) * 1_000;
const { user, system } = process.cpuUsage(cpuBefore);
process.send?.({ cpu: user + system, wall }, undefined, undefined, () => process.disconnect());
