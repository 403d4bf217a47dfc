import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { freePort, Machine } from '../src/machine/machine.ts';
import { Program } from '../src/machine/program.ts';

const node = (code: string) => ({ command: process.execPath, args: ['-e', code] });

test('programs and the folder end with the machine', async () => {
  const port = await freePort();
  let folder: string;
  {
    await using machine = await Machine.make();
    folder = machine.folder;
    const file = await machine.write(
      'deep/program.cjs',
      `require('net').createServer().listen(${port}, '127.0.0.1')`,
    );
    await machine.start({ command: process.execPath, args: [file], ready: { port } });
  }
  expect(existsSync(folder)).toBe(false);
  await expect(
    new Promise((resolve, reject) => {
      connect(port, '127.0.0.1').once('connect', resolve).once('error', reject);
    }),
  ).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('a program that does not get ready says what it wrote', async () => {
  const start = { ...node('console.error("no such engine"); process.exit(1)'), ready: { line: /bound/ } };
  await expect(Program.start(start)).rejects.toThrow(/ended\. It wrote:\nno such engine/);
});

test('a program that is not there says so', async () => {
  const start = { command: 'no-such-program', args: [], ready: { line: /bound/ } };
  await expect(Program.start(start)).rejects.toThrow('no-such-program');
});

test('output is waited for from where one likes', async () => {
  const program = await Program.start({
    ...node(
      'process.on("SIGHUP", () => console.log("up again")); console.log("up"); setInterval(() => {}, 1e6)',
    ),
    ready: { line: /up/ },
  });
  const from = program.output.length;
  program.signal('SIGHUP');
  await program.says(/up/, from);
  expect(program.output).toBe('up\nup again\n');
  await program.crash();
});
