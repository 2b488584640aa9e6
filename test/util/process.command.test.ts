import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { awsCli, awsErrorCode } from '../../src/clients/aws/cli';
import { githubCli } from '../../src/clients/github/cli';
import {
  type AsyncProcessOptions,
  ProcessError,
  runInteractive,
  runProcess,
  runProcessSync,
  startProcess,
} from '../../src/util/process';
import { temporaryDirectory } from '../support/synthesized';

const script = (code: string) => [process.execPath, '-e', code];
const TOKEN = `ghp_${'a1B2c3D4e5'.repeat(3)}f6G7h8`;

async function failureOf(running: Promise<unknown> | (() => unknown)): Promise<ProcessError> {
  try {
    await (typeof running === 'function' ? running() : running);
  } catch (error) {
    if (error instanceof ProcessError) return error;
    throw error;
  }
  throw new Error('the program did not fail');
}

const run = (command: readonly string[], options: AsyncProcessOptions) => runProcess(command, options);
const runSync = async (command: readonly string[], options: AsyncProcessOptions) => runProcessSync(command, options);
const interactive = (command: readonly string[], options: AsyncProcessOptions) => runInteractive(command, options);

type Run = (command: readonly string[], options: AsyncProcessOptions) => Promise<unknown>;
const ALL: [string, Run][] = [
  ['runProcess', run],
  ['runProcessSync', runSync],
  ['runInteractive', interactive],
];
const CAPTURING = ALL.slice(0, 2);

describe.each(ALL)('%s', (_name, start) => {
  test('names a missing program, with how to get it', async () => {
    const options = { title: 'the Example CLI', install: 'Install it (https://example.com/)' };
    const error = await failureOf(start(['no-such-program', 'go'], options));
    expect(error.isMissing).toBe(true);
    expect(error.message).toBe(
      'no-such-program go: the Example CLI is not installed. Install it (https://example.com/).',
    );
  });

  test('takes a missing folder for no missing program', async () => {
    const cwd = join(temporaryDirectory(), 'gone');
    const error = await failureOf(start(script(''), { cwd }));
    expect(error.isMissing).toBe(false);
    expect(error.message).toContain(`the folder ${cwd} is not there`);
  });

  test('tells a signal and a code apart', async () => {
    const ended = await failureOf(start(script('process.kill(process.pid, "SIGTERM"); setTimeout(() => {}, 9e3)'), {}));
    expect(ended.problem.cause).toBe('was ended by SIGTERM');
    expect(ended.exitCode).toBeUndefined();
    const failed = await failureOf(start(script('process.exit(7)'), { remedy: 'Try again' }));
    expect(failed).toMatchObject({ exitCode: 7, problem: { cause: 'ended with code 7', remedy: 'Try again' } });
  });

  test('shows no secret of the command', async () => {
    const url = 'https://octocat:hunter2Hunter2@registry.example.com/';
    const args = ['--token', 'S3cretS3cretS3cret', TOKEN, url, 'AUTHORIZATION: basic eDp0b2tlbjEyMzQ1Njc4OTA='];
    const { message } = await failureOf(start(['no-such-program', 'push', ...args], {}));
    expect(message).toMatch(/^no-such-program push --token \*\*\* /);
    for (const secret of ['S3cret', TOKEN, 'hunter2', 'eDp0b2']) expect(message).not.toContain(secret);
  });
});

describe.each(CAPTURING)('%s', (_name, start) => {
  test('ends a program after its time, with what it had printed', async () => {
    const code = 'process.stdout.write("waiting for nobody"); setTimeout(() => {}, 60_000)';
    const from = Date.now();
    const error = await failureOf(start(script(code), { timeout: 1000, purpose: 'example', remedy: 'Wait no longer' }));
    expect(Date.now() - from).toBeLessThan(20_000);
    expect(error.problem).toMatchObject({ subject: 'example', output: 'waiting for nobody', remedy: 'Wait no longer' });
    expect(error.problem.cause).toMatch(/ took longer than 1 seconds$/);
  });

  test('ends a program that prints too much', async () => {
    const code = 'const line = "x".repeat(65536); setInterval(() => process.stdout.write(line), 1)';
    const error = await failureOf(start(script(code), { maxOutput: 1024 * 1024, tail: 10 }));
    expect(error.problem).toMatchObject({ cause: 'printed more than 1 MiB', output: 'xxxxxxxxxx' });
  });

  test('tells the end of both streams, without credentials', async () => {
    const code = `console.log("first"); console.error("token ${TOKEN}"); process.exitCode = 1`;
    const { message, stderr } = await failureOf(start(script(code), {}));
    expect(message).toContain('ended with code 1\nfirst\ntoken ***');
    expect(stderr).toContain(TOKEN);
  });

  test('tells the last line of the errors where that is the cause', async () => {
    const code = 'console.error("one\\n\\nIt is closed."); process.exitCode = 2';
    expect((await failureOf(start(script(code), { tail: 'line', subject: 'door' }))).message).toBe(
      'door: It is closed.',
    );
    const silent = await failureOf(start(script('process.exitCode = 2'), { tail: 'line', subject: 'door' }));
    expect(silent.message).toBe('door: ended with code 2. Run it by hand, and see what it says.');
  });

  test('gives the program its whole environment and its input', async () => {
    const code =
      'process.stdin.on("data", (d) => process.stderr.write(d + Object.keys(process.env))); process.exitCode=1';
    const { stderr } = await failureOf(start(script(code), { env: { ONLY: 'this' }, input: 'said ' }));
    expect(stderr).toMatch(/^said ONLY/);
  });

  test('does not mind a program that reads nothing', async () => {
    await expect(start(script(''), { input: 'x'.repeat(1_000_000) })).resolves.toBeDefined();
  });
});

describe('runProcess', () => {
  test('answers with what the program printed, whole signs across chunks', async () => {
    const seen: string[] = [];
    const code =
      'const b = Buffer.from("ü"); process.stdout.write(b.subarray(0, 1)); setTimeout(() => process.stdout.write(b.subarray(1)), 50)';
    const { stdout } = await runProcess(script(code), { show: (text) => seen.push(text) });
    expect(stdout).toBe('ü');
    expect(seen).toHaveLength(2);
  });

  test('ends what the program has started, too', async () => {
    const folder = temporaryDirectory();
    const interruption = new AbortController();
    const child = 'setInterval(() => require("fs").writeFileSync("alive", String(Date.now())), 20)';
    const code = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' })`;
    const running = failureOf(runProcess(script(code), { cwd: folder, signal: interruption.signal }));
    const read = () => readFileSync(join(folder, 'alive'), { encoding: 'utf8', flag: 'a+' });
    while (read() === '') await sleep(20);
    interruption.abort();
    expect((await running).problem.cause).toBe('was interrupted');
    await sleep(100);
    const last = read();
    await sleep(100);
    expect(read()).toBe(last);
  });

  test('does not wait for a grandchild that holds the pipe', async () => {
    const code = `require('child_process').spawn('sleep', ['30'], { stdio: 'inherit', detached: true }).unref(); setTimeout(() => {}, 30_000)`;
    const from = Date.now();
    await failureOf(runProcess(script(code), { timeout: 500 }));
    expect(Date.now() - from).toBeLessThan(15_000);
  });
});

test('startProcess tells lines, the last one too, and how the program ended', async () => {
  const lines: string[] = [];
  const line = (text: string) => lines.push(text);
  const running = startProcess(script('process.stdout.write("a\\nb")'), { line });
  expect(await running.exit).toBe('exit code 0');
  expect(lines).toEqual(['a', 'b']);
  expect(await startProcess(['no-such-program'], { line }).exit).toMatch(/^no-such-program does not start: /);
  const stubborn = startProcess(
    script('process.on("SIGTERM", () => {}); console.log("up"); setTimeout(() => {}, 60_000)'),
    {
      line,
    },
  );
  while (!lines.includes('up')) await sleep(20);
  await stubborn.end(200);
  expect(await stubborn.exit).toBe('SIGKILL');
});

describe('clients', () => {
  const empty = { PATH: temporaryDirectory() };

  test('say what to install', async () => {
    await expect(awsCli('eu-west-1', empty)('sts', 'get-caller-identity')).rejects.toThrow(
      'aws sts get-caller-identity: the AWS CLI is not installed. Install it (https://aws.amazon.com/cli/).',
    );
    await expect(githubCli('github.com', empty).get('user')).rejects.toThrow(
      'the GitHub CLI is not installed. Install it (https://cli.github.com/), then log in with `gh auth login`.',
    );
  });

  test('know the errors of AWS by their codes', () => {
    const printed = { stdout: '', stderr: 'An error occurred (Throttling.User) when calling X: slow', output: '' };
    expect(awsErrorCode(new ProcessError('aws', { kind: 'exit', code: 254 }, {}, printed))).toBe('Throttling.User');
    expect(awsErrorCode(new Error('An error occurred (X)'))).toBeUndefined();
  });
});
