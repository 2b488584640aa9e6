import * as dgram from 'node:dgram';
import { once } from 'node:events';
import * as net from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { start } from '../../bench/health/support/processes';
import { run } from '../support/run';

const PROGRAM = join(__dirname, '../../blueprint/smoke-test/courier.py');

interface Answer {
  readonly word: string;
  readonly attempts: number;
  readonly ms: number;
}

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server that answers as the function says. */
async function serve(answer: (question: Buffer, count: number) => Buffer[]): Promise<number> {
  let count = 0;
  const socket = dgram.createSocket('udp4', (question, { port, address }) => {
    count += 1;
    for (const text of answer(question, count)) socket.send(text, port, address);
  });
  closing.push(() => socket.close());
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket.address().port;
}

async function ask(targets: readonly object[], seconds = 3): Promise<{ code: number | null; answers: Answer[] }> {
  const plan = {
    seconds,
    timeout: 0.4,
    targets: targets.map((target) => ({
      host: '127.0.0.1',
      transport: 'udp',
      payload: '01',
      length: 1,
      checks: { mismatch: '^02', grown: '^0203' },
      ...target,
    })),
  };
  // as it is run in the task: isolated, without site packages
  const { code, stdout } = await run('python3', ['-I', '-S', '-B', PROGRAM], {
    env: { ...process.env, SMOKE_TEST: JSON.stringify(plan) },
  });
  return { code, answers: (JSON.parse(stdout) as { smokeTest: Answer[] }).smokeTest };
}

const bytes = (hex: string) => Buffer.from(hex, 'hex');

test('every target is asked, at once, and one wrong answer fails the whole', async () => {
  const good = await serve(() => [bytes('0203')]);
  const bad = await serve(() => [bytes('02ff')]);
  const deaf = await serve(() => []);
  const other = await serve(() => [bytes('ff')]);
  const { code, answers } = await ask(
    [good, bad, deaf, other, 1].map((port) => ({ port })),
    1,
  );
  expect(code).toBe(1);
  expect(answers.map(({ word }) => word)).toEqual(['ok', 'grown', 'timeout', 'mismatch', 'refused']);
}, 20_000);

test('it asks again until the answer is right, and passes then', async () => {
  const late = await serve((_, count) => (count < 3 ? [bytes('02ff')] : [bytes('0203')]));
  const { code, answers } = await ask([{ port: late }], 10);
  expect(code).toBe(0);
  expect(answers).toEqual([{ word: 'ok', attempts: 3, ms: expect.any(Number) }]);
}, 20_000);

test('something else may come before the right answer', async () => {
  const { answers } = await ask([{ port: await serve(() => [bytes('ee'), bytes('0203')]) }]);
  expect(answers[0]).toMatchObject({ word: 'ok', attempts: 1 });
});

test('the zeros behind a payload are sent, too, and any port may answer where that is the protocol', async () => {
  const other = dgram.createSocket('udp4');
  closing.push(() => other.close());
  const socket = dgram.createSocket('udp4', (question, { port, address }) => {
    other.send(question.length === 1200 && question[0] === 1 ? bytes('0203') : bytes('ff'), port, address);
  });
  closing.push(() => socket.close());
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const target = { port: socket.address().port, length: 1200 };
  const { answers } = await ask([{ ...target, anyPort: true }, target], 1);
  expect(answers.map(({ word }) => word)).toEqual(['ok', 'timeout']);
});

test('TCP is connected to', async () => {
  const server = net.createServer((socket) => socket.end());
  closing.push(() => server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = (server.address() as net.AddressInfo).port;
  const { answers } = await ask(
    [
      { transport: 'tcp', port },
      { transport: 'tcp', port: 1 },
    ],
    1,
  );
  expect(answers.map(({ word }) => word)).toEqual(['ok', 'refused']);
});

test('what arrived while the program was kept from running is read before the time is over', async () => {
  const socket = dgram.createSocket('udp4').bind(0, '127.0.0.1');
  closing.push(() => socket.close());
  await once(socket, 'listening');
  const { port } = socket.address();
  const target = { host: '127.0.0.1', port, transport: 'udp', payload: '01', length: 1, checks: { mismatch: '^02' } };
  const env = { SMOKE_TEST: JSON.stringify({ seconds: 0.5, timeout: 0.4, targets: [target] }) };
  const program = start('python3', ['-I', '-S', '-B', PROGRAM], env);
  const [, sender] = (await once(socket, 'message')) as [Buffer, { port: number }];
  program.signal('SIGSTOP');
  await sleep(50);
  for (const answer of ['ff', '0203']) socket.send(bytes(answer), sender.port);
  await sleep(600);
  program.signal('SIGCONT');
  expect(await program.exit()).toBe(0);
  expect(JSON.parse(program.text)).toMatchObject({ smokeTest: [{ word: 'ok', attempts: 1 }] });
});
