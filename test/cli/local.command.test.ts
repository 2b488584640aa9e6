import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ECHO, GATE, QUICK } from '../../bench/health/support/gate';
import { freePort, until } from '../../bench/health/support/processes';
import { runSession } from '../../src/cli/local/session';
import { readTask } from '../../src/cli/local/task-definition';
import { UserError } from '../../src/util/user-error';

jest.setTimeout(30_000);

const directories: string[] = [];
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

/** A cloud assembly with one stage, in the shape in which the stacks synthesize it. */
async function assembly(withGate = true): Promise<{ directory: string; port: number }> {
  const directory = mkdtempSync(join(tmpdir(), 'udp-assembly-'));
  directories.push(directory);
  const port = await freePort();
  const gatePort = await freePort();
  const config = {
    service: 'echo',
    stage: 'dev',
    mode: 'http',
    ...QUICK,
    checks: [{ name: 'main', port: 1234, containerPort: port, transports: ['udp'], gatePort, probe: ECHO }],
  };
  const application = {
    Name: 'application',
    Environment: [
      { Name: 'SERVICE_PORTS', Value: `${port}/udp` },
      { Name: 'TABLE', Value: { Ref: 'Table' } },
    ],
    Secrets: [{ Name: 'PASSWORD', ValueFrom: 'arn' }],
  };
  const gate = { Name: 'health-gate', Environment: [{ Name: 'GATE_CONFIG', Value: JSON.stringify(config) }] };
  const template = {
    Resources: {
      Cluster: { Type: 'AWS::ECS::Cluster' },
      Task: {
        Type: 'AWS::ECS::TaskDefinition',
        Properties: { ContainerDefinitions: [application, ...(withGate ? [gate] : [])] },
      },
    },
  };
  const manifest = {
    artifacts: {
      'dev-service.assets': { type: 'cdk:asset-manifest' },
      'dev-service': {
        type: 'aws:cloudformation:stack',
        properties: { templateFile: 'dev-service.template.json', stackName: 'echo-dev-service' },
      },
    },
  };
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(join(directory, 'dev-service.template.json'), JSON.stringify(template));
  return { directory, port };
}

const SAMPLE = join(__dirname, '..', '..', 'blueprint', 'app', 'server.py');

async function session(directory: string, command: string, during?: { seconds?: number; stopAfterMs?: number }) {
  const lines: string[] = [];
  const stop = new AbortController();
  if (during?.stopAfterMs) void sleep(during.stopAfterMs).then(() => stop.abort());
  const passing = await runSession(readTask(directory, 'dev'), {
    directory,
    command,
    gateProgram: GATE,
    seconds: during?.seconds,
    write: (line) => lines.push(line),
    stop: stop.signal,
  });
  return { passing, lines };
}

describe('a session', () => {
  test('runs the sample with its gate, asks it, shows health, and stops both in time', async () => {
    const { directory, port } = await assembly();
    const { passing, lines } = await session(directory, `exec python3 -u ${SAMPLE}`, { seconds: 3.2 });
    expect(passing).toBe(true);
    expect(lines).toContain(`application: listening on ${port}/udp`);
    expect(lines).toContain('application: PASSWORD is a secret that ECS would fill in; set it in your environment');
    expect(lines).toContainEqual(expect.stringMatching(/^gate: main starting -> up \(ok\)/));
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^port 1234 \(main\) {2}health: ok {2}probes \d+, failures \d+, [\d.]+ ms {2}queue \d+ B, drops 0 {2}client: ok in [\d.]+ ms$/,
      ),
    );
    expect(lines).toContain('stopping: time is up');
  });

  test('stops on an interrupt, with everything that the command has started', async () => {
    const { directory } = await assembly();
    const pids = join(directory, 'pids');
    const { lines } = await session(directory, `sleep 300 & echo $! > ${pids}; exec python3 -u ${SAMPLE}`, {
      stopAfterMs: 1500,
    });
    expect(lines).toContain('stopping: interrupted');
    const [child] = readFileSync(pids, 'utf8').trim().split('\n').map(Number);
    await until('no process is left', () => !isRunning(child), 2000);
  });

  test('ends when the application ends, and does not pass', async () => {
    const { directory } = await assembly();
    const { passing, lines } = await session(directory, 'echo broken; exit 3');
    expect(passing).toBe(false);
    expect(lines).toContain('application: broken');
    expect(lines).toContain('stopping: application ended (exit code 3)');
  });

  test('does not pass when the application serves nothing', async () => {
    const { directory } = await assembly();
    const { passing, lines } = await session(directory, 'exec sleep 60', { seconds: 2.5 });
    expect(passing).toBe(false);
    expect(lines).toContainEqual(expect.stringMatching(/health: starting .*client: refused$/));
  });
});

describe('readTask', () => {
  test('says what is missing', async () => {
    const { directory } = await assembly();
    expect(() => readTask(join(directory, 'nowhere'), 'dev')).toThrow(/npx projen synth/);
    expect(() => readTask(directory, 'prod')).toThrow(/--stage prod: .* Use one of: dev\./);
    const without = await assembly(false);
    expect(() => readTask(without.directory, 'dev')).toThrow(UserError);
  });

  test('leaves out what only CloudFormation knows', async () => {
    const { directory, port } = await assembly();
    const { application } = readTask(directory, 'dev');
    expect(application).toEqual({
      name: 'application',
      environment: { SERVICE_PORTS: `${port}/udp` },
      secrets: ['PASSWORD'],
    });
  });
});

function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
