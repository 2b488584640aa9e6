import * as dgram from 'node:dgram';
import { once } from 'node:events';
import { Command } from 'commander';
import { type Report, registerProbe } from '../../src/cli/probe';

interface Result {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command in this process. */
async function run(...args: string[]): Promise<Result> {
  let out = '';
  let err = '';
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  const program = new Command().exitOverride();
  registerProbe(program);
  for (const command of program.commands) {
    command.exitOverride().configureOutput({
      writeErr: (text) => {
        err += text;
      },
    });
  }
  const before = process.exitCode;
  let code = 0;
  try {
    await program.parseAsync(['probe', ...args], { from: 'user' });
    code = Number(process.exitCode ?? 0);
  } catch (error) {
    code = (error as { exitCode: number }).exitCode;
  } finally {
    process.exitCode = before;
    write.mockRestore();
  }
  return { code, out, err };
}

const sockets: dgram.Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

/** A server that answers as the function says. */
async function serve(answer: (question: Buffer, count: number) => Buffer | undefined): Promise<string> {
  let count = 0;
  const socket = dgram.createSocket('udp4', (question, { port, address }) => {
    count += 1;
    const text = answer(question, count);
    if (text) socket.send(text, port, address);
  });
  sockets.push(socket);
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return String(socket.address().port);
}

const QUICK = ['--timeout', '0.2', '--interval', '0.01'];

test('a right answer: exit code 0, latency and loss', async () => {
  const port = await serve((question) => question);
  const { code, out } = await run('127.0.0.1', port, '--count', '3', ...QUICK);
  expect(out).toMatch(/echo 127\.0\.0\.1:\d+ #1: ok [\d.]+ ms\n/);
  expect(out).toMatch(/3 of 3 answered right, 0 % lost, [\d.]+\/[\d.]+\/[\d.]+ ms/);
  expect(code).toBe(0);
});

test('a wrong answer: exit code 1', async () => {
  const port = await serve(() => Buffer.from('no'));
  const { code, out } = await run('127.0.0.1', port, ...QUICK);
  expect(out).toContain('#1: mismatch\n');
  expect(code).toBe(1);
});

test('silence: exit code 1, and one when nothing is bound', async () => {
  const port = await serve(() => undefined);
  expect((await run('127.0.0.1', port, ...QUICK)).out).toContain('#1: timeout');
  const closed = dgram.createSocket('udp4').bind(0, '127.0.0.1');
  await once(closed, 'listening');
  const free = String(closed.address().port);
  closed.close();
  const { code, out } = await run('127.0.0.1', free, ...QUICK);
  expect(out).toContain('#1: refused');
  expect(code).toBe(1);
});

test('retries, as a smoke test after a deployment needs them', async () => {
  const port = await serve((question, count) => (count < 3 ? undefined : question));
  expect((await run('127.0.0.1', port, '--retries', '1', ...QUICK)).code).toBe(1);
  const { code, out } = await run('127.0.0.1', port, '--retries', '2', '--json', ...QUICK);
  expect(code).toBe(0);
  expect((JSON.parse(out) as Report).outcomes).toEqual([{ word: 'ok', milliseconds: expect.any(Number), attempts: 1 }]);
});

test('loss in percent, and how much of it is accepted', async () => {
  const half = (question: Buffer, count: number) => (count % 2 ? question : undefined);
  const args = ['--count', '4', '--json', ...QUICK];
  const strict = await run('127.0.0.1', await serve(half), ...args);
  expect(JSON.parse(strict.out)).toMatchObject({ sent: 4, answered: 2, lossPercent: 50 });
  expect(strict.code).toBe(1);
  expect((await run('127.0.0.1', await serve(half), '--max-loss', '50', ...args)).code).toBe(0);
});

test('a name, a preset and a text of its own', async () => {
  const dns = await serve((question) =>
    Buffer.concat([question.subarray(0, 2), Buffer.from('8000', 'hex'), question.subarray(4)]),
  );
  expect((await run('localhost', dns, '--preset', 'dns', '--dns-name', 'www.example.test', ...QUICK)).code).toBe(0);
  const ping = await serve((question) => Buffer.from(question.toString().replace('ping', 'pong')));
  const custom = ['--preset', 'custom', '--send-text', 'ping {a:4x}', '--expect-text', 'pong {a}'];
  expect((await run('127.0.0.1', ping, ...custom, ...QUICK)).code).toBe(0);
});

test.each([
  [['127.0.0.1', '99999'], /whole number from 1 to 65535/],
  [['127.0.0.1', '53', '--preset', 'nope'], /--preset nope: there is no such preset/],
  [['127.0.0.1', '53', '--preset', 'mdns'], /multicast/],
  [['127.0.0.1', '53', '--preset', 'syslog'], /do not answer/],
  [['127.0.0.1', '53', '--preset', 'radius'], /--secret-env/],
  [
    ['127.0.0.1', '53', '--preset', 'radius', '--secret-env', 'NO_SUCH_VARIABLE'],
    /NO_SUCH_VARIABLE: the environment variable is not set/,
  ],
  [['127.0.0.1', '53', '--preset', 'custom', '--send', '0'], /--expect undefined: a custom probe/],
])('usage: %j is refused', async (args, message) => {
  const { err } = await run(...args);
  expect(err).toMatch(message);
});

test('usage errors have exit code 2', async () => {
  expect((await run('127.0.0.1', '53', '--preset', 'nope')).code).toBe(2);
});
