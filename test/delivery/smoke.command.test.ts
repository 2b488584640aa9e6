import * as dgram from 'node:dgram';
import { once } from 'node:events';
import { portsOf } from '../../src/delivery/ports';
import { askFromHere } from '../../src/delivery/smoke/from-runner';
import { questionsFor } from '../../src/delivery/smoke/questions';
import { smokeMarkdown, smokeText } from '../../src/delivery/smoke/report';
import type { DatagramProbe, Probe } from '../../src/model/model';
import { findPreset } from '../../src/probes';
import { assemblyOf, stackWith, taskDefinition } from './support/fakes';

const preset = findPreset('echo');
const ECHO = {
  kind: 'datagram',
  preset: 'echo',
  ...(preset?.kind === 'datagram' ? preset.datagram : {}),
} as DatagramProbe;
const port = (name: string, protocol: 'UDP' | 'TCP' | 'TCP_UDP', probe?: Probe) => ({
  name,
  port: 53,
  protocol,
  probe,
});

describe('questions', () => {
  test('ask what the gate asks, and TCP for a connection', () => {
    const { asked, skipped } = questionsFor([port('both', 'TCP_UDP', ECHO), port('web', 'TCP')]);
    expect(asked.map(({ name, transport }) => `${name} ${transport}`)).toEqual(['both udp', 'both tcp', 'web tcp']);
    expect(skipped).toEqual([]);
  });

  test.each<[string, Probe | undefined]>([
    ['socket table', { kind: 'socket' }],
    ['signed with a secret', { ...ECHO, radius: { secret: { source: 'ssm', parameterName: '/x' } } }],
    ['on loopback alone', { ...ECHO, target: 'loopback' }],
    ['no health gate', undefined],
  ])('are not put where nobody outside could be answered: %s', (reason, probe) => {
    const { asked, skipped } = questionsFor([port('one', 'UDP', probe)]);
    expect(asked).toEqual([]);
    expect(skipped[0]).toContain(reason);
  });

  test('come from the assembly that is deployed', () => {
    const check = { name: 'dns', port: 53, containerPort: 5353, transports: ['udp'], gatePort: 8080, probe: ECHO };
    const gate = {
      Name: 'gate',
      Image: 'x',
      Environment: [{ Name: 'GATE_CONFIG', Value: JSON.stringify({ checks: [check] }) }],
    };
    const stack = stackWith({ Task: taskDefinition([gate]) });
    const template = { ...stack.template, Outputs: { Ports: { Value: 'dns=53/UDP web=80/TCP' } } };
    expect(portsOf(assemblyOf({ ...stack, template }))).toEqual([
      { name: 'dns', port: 53, protocol: 'UDP', containerPort: 5353, probe: ECHO },
      { name: 'web', port: 80, protocol: 'TCP' },
    ]);
  });
});

test('from the runner: a real server, one that is deaf, one that is not there; the report names each address', async () => {
  const serve = async (answers: boolean) => {
    const socket = dgram.createSocket('udp4', (question, { port: from, address }) => {
      if (answers) socket.send(question, from, address);
    });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return socket;
  };
  const [good, deaf] = await Promise.all([serve(true), serve(false)]);
  const question = (name: string, number: number) => ({ name, port: number, transport: 'udp', probe: ECHO }) as const;
  const answers = await askFromHere(
    [{ address: '127.0.0.1', zone: 'eu-west-1a' }],
    [
      question('good', good.address().port),
      question('deaf', deaf.address().port),
      { name: 'web', port: 1, transport: 'tcp' },
    ],
    1,
  );
  good.close();
  deaf.close();
  expect(answers.map(({ word }) => word)).toEqual(['ok', 'timeout', 'refused']);
  const result = { answers, skipped: ['Port x is not asked.'] };
  expect(smokeText('dev', result)).toContain('dev: smoke test failed at 1 of 1 addresses');
  expect(smokeMarkdown('dev', result)).toMatch(/\| 127\.0\.0\.1 \| eu-west-1a \| web \(1\/tcp\) \| \*\*refused\*\* \|/);
  expect(smokeMarkdown('dev', { ...result, answers: answers.slice(0, 1) })).toContain('smoke test passed');
  expect(smokeText('dev', { answers: [], skipped: [] })).toContain('nothing can be asked');
}, 20_000);
